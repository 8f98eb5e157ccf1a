import { createServer } from 'node:net'
import { StartProblem } from '../configuration/start-problem.ts'

/** A port that something of ours is about to use, with the setting that moves it. */
export interface PlannedPort {
  port: number
  setting: string
  host?: string
  /** What it is for, as in "the dashboard". */
  purpose: string
}

/** Makes sure by listening once that every port can be had, and that no two are the same. */
export async function claimPorts(ports: readonly PlannedPort[]): Promise<void> {
  for (const [index, planned] of ports.entries()) {
    const twin = ports.slice(0, index).find(({ port }) => port === planned.port)
    if (twin)
      throw new StartProblem(`${twin.setting} and ${planned.setting} are both ${planned.port}: change one of them.`)
    await claim(planned)
  }
}

async function claim({ port, setting, host = '127.0.0.1', purpose }: PlannedPort): Promise<void> {
  const code = await tryPort(port, host)
  if (code === undefined) return
  if (code === 'EADDRINUSE')
    throw new StartProblem(
      `Port ${port} for ${purpose} is taken by another program: end that program, or set ${setting} to a free port.`,
    )
  if (code === 'EACCES')
    throw new StartProblem(
      `Port ${port} for ${purpose} needs rights that this user has not: set ${setting} to one above 1023.`,
    )
  throw new StartProblem(
    `Cordboard cannot listen on ${host}:${port} for ${purpose} (${code}): change CORDBOARD_HOST or ${setting}.`,
  )
}

const tryPort = (port: number, host: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
