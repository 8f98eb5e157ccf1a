/** Waits until `claim` is true; fails after `limit` milliseconds. */
export async function until(claim: () => unknown, limit = 15_000): Promise<void> {
  const end = Date.now() + limit
  while (!(await claim())) {
    if (Date.now() > end) throw new Error(`still not so after ${limit} ms: ${claim}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
