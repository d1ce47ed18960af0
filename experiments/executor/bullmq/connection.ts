import { Redis } from 'ioredis'

/** The address without its password, for messages and files. */
export function publicUrl(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//***@')
}

/**
 * Connects to Redis. Once connected, a lost connection is made again for as long as it takes.
 * @param notice told, once, when the connection is lost
 * @throws when there is no Redis at the address
 */
export async function connect(url: string, notice: (text: string) => void = () => {}): Promise<Redis> {
  if (!/^rediss?:\/\//.test(url))
    throw new Error(`--redis ${publicUrl(url)}: expected an address such as redis://localhost:6379.`)
  let connected = false
  let lost = false
  const redis = new Redis(url, {
    lazyConnect: true,
    // Blocking commands of the queue wait for ever; a limit would make them fail.
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => (connected ? Math.min(2000, attempt * 100) : null),
  })
  let reason = 'it does not answer'
  redis.on('error', (error: Error) => {
    reason = error.message
    if (connected && !lost) notice(`The connection to Redis at ${publicUrl(url)} is lost (${reason}); trying again.`)
    lost = connected
  })
  redis.on('ready', () => {
    lost = false
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    redis.disconnect()
    // The promise only says that the connection was closed; the event before it said why.
    const said = reason === 'it does not answer' && error instanceof Error ? error.message : reason
    throw new Error(
      `There is no Redis at ${publicUrl(url)}: ${said}. Start one (redis-server), or give its address with --redis.`,
      { cause: error },
    )
  }
  connected = true
  return redis
}
