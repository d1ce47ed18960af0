/** A problem that the reader of the message can mend: where it is, what was found, what was expected, what to do. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError'
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied. Check who owns the folder, or choose another one',
  EPERM: 'permission denied. Check who owns the folder, or choose another one',
  EROFS: 'the file system is read-only. Choose another folder',
  ENOSPC: 'the disk is full. Free some space and run the same command again',
  EDQUOT: 'the disk quota is used up. Free some space and run the same command again',
  ENOTDIR: 'a part of the path is a file, not a folder. Choose another folder, or move that file away',
  EEXIST: 'a part of the path is a file, not a folder. Choose another folder, or move that file away',
  EISDIR: 'there is a folder of that name. Move it away, or choose another name',
  ENOENT: 'there is no such file or folder',
  EMFILE: 'too many files are open. Run with fewer workers',
}

/**
 * One sentence for a failed file operation.
 * @param doing What was tried, e.g. `Cannot write results/mmc/runs.csv`.
 * @param cause What the operating system said.
 */
export function fileError(doing: string, cause: unknown): AnalysisError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = reasons[code]
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new AnalysisError(`${doing}: ${reason === undefined ? detail : `${reason} (${code})`}.`, { cause })
}
