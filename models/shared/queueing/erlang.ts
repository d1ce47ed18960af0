/**
 * Fraction of arrivals lost by `servers` servers without a waiting room, in [0, 1], for any law of the service.
 * The recursion never leaves [0, 1], where the textbook sum of a^k / k! overflows beyond some 170 servers.
 * @param servers an integer >= 0
 * @param offered offered load a = lambda times mean service, in Erlang, >= 0
 * @source Erlang B; recursion: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), chapter 3; for any law:
 * Sevastyanov, Theory of Probability and its Applications 2 (1957).
 */
export function erlangB(servers: number, offered: number): number {
  let blocking = 1
  for (let busy = 1; busy <= servers; busy++) blocking = (offered * blocking) / (busy + offered * blocking)
  return blocking
}

/**
 * Probability that a customer of an M/M/c queue has to wait, in [0, 1]; undefined when the offered load is not below c.
 * @param servers an integer >= 1
 * @param offered lambda times mean service, in Erlang, >= 0
 * @source Erlang C in terms of Erlang B: Cooper, Introduction to Queueing Theory, 2nd ed. (1981), section 3.4.
 */
export function erlangC(servers: number, offered: number): number | undefined {
  if (offered >= servers) return undefined
  const blocking = erlangB(servers, offered)
  return blocking / (1 - (offered / servers) * (1 - blocking))
}

/**
 * Mean wait of an M/M/c queue, s; undefined when overloaded.
 * @param rate of the Poisson arrivals, 1/s
 * @param service mean service time, s, > 0
 * @param servers an integer >= 1
 * @source Kleinrock, Queueing Systems vol. 1 (1975), section 3.5 with Little's law: Wq = C / (c mu - lambda).
 */
export function erlangWait(rate: number, service: number, servers: number): number | undefined {
  const waiting = erlangC(servers, rate * service)
  return waiting === undefined ? undefined : (waiting * service) / (servers - rate * service)
}

/**
 * Mean time that jobs of mean `work` and any law spend on `cores` cores shared equally, s; undefined under overload.
 * @param rate of the Poisson arrivals, 1/s
 * @source M/G/m processor sharing is insensitive to the law (Kelly, Reversibility and Stochastic Networks (1979),
 * section 3.3), so it has the mean of M/M/m.
 */
export function sharingResponse(rate: number, work: number, cores: number): number | undefined {
  const wait = erlangWait(rate, work, cores)
  return wait === undefined ? undefined : work + wait
}
