const quietAtMost = 5000

export interface Progress {
  say(line: string): void
  /** Tells from time to time that this is still awaited. */
  during<Result>(what: string, work: Promise<Result>): Promise<Result>
}

/** Tells the person at the terminal what goes on; while something is awaited, never silent for long. */
export function createProgress(write: (line: string) => void): Progress {
  const awaited = new Set<string>()
  const begun = performance.now()
  let timer: NodeJS.Timeout | undefined
  let spoken = performance.now()
  const say = (line: string) => {
    spoken = performance.now()
    write(line)
  }
  const remind = () => {
    if (performance.now() - spoken >= quietAtMost - 100)
      say(`Still waiting for ${[...awaited].join(', ')} (${Math.round((performance.now() - begun) / 1000)} s) …`)
  }
  return {
    say,
    async during(what, work) {
      awaited.add(what)
      timer ??= setInterval(remind, quietAtMost / 5)
      try {
        return await work
      } finally {
        awaited.delete(what)
        if (awaited.size === 0) {
          clearInterval(timer)
          timer = undefined
        }
      }
    },
  }
}
