import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { StartProblem } from '../configuration/start-problem.ts'
import { endProcess, type Manners } from './end-process.ts'

/** A program that must run as long as we do. */
export interface Service {
  name: string
  /** Starts it and resolves when it is of use. `spawned` is told of the process at once, so that it can be ended any time. */
  start(spawned: (child: ChildProcess) => void): Promise<void>
  /** How it is asked to end. */
  manners: Manners
}

export interface KeptService {
  /** Resolves at the first time it is of use; rejects when the first start fails. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

export interface Watcher {
  say(line: string): void
  spawned?(service: string, pid: number): void
  gone?(service: string): void
  /** How often a first start is tried, unless only the operator can help; 1 by default. */
  attempts?: number
}

const firstPause = 200
const longestPause = 10_000
const lastNotice = 4000
/** Having run this long, a program that dies is started again without delay. */
const steady = 10_000

/** Starts a service and starts it again whenever it dies, each time a little later while it keeps dying. */
export function keepRunning(service: Service, watcher: Watcher): KeptService {
  const stopping = new AbortController()
  let child: ChildProcess | undefined
  const spawned = (started: ChildProcess) => {
    child = started
    if (started.pid !== undefined) watcher.spawned?.(service.name, started.pid)
    started.once('exit', () => watcher.gone?.(service.name))
    if (stopping.signal.aborted) void end(started)
  }
  const end = (running: ChildProcess) =>
    running.pid === undefined ? Promise.resolve() : endProcess(running.pid, service.manners)
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {})

  const attempt = async (again: boolean): Promise<number> => {
    await service.start(spawned)
    const since = performance.now()
    if (again) watcher.say(`${service.name} runs again.`)
    ready.resolve()
    if (child) await exitOf(child)
    return performance.now() - since
  }

  const loop = async () => {
    let wait = firstPause
    let wasReady = false
    let failures = 0
    while (!stopping.signal.aborted) {
      const outcome = await attempt(wasReady).catch((error: Error) => error)
      if (stopping.signal.aborted) return
      if (outcome instanceof Error) {
        if (child) await end(child)
        failures += 1
        const isOver = outcome instanceof StartProblem || failures >= (watcher.attempts ?? 1)
        if (!wasReady && isOver) return ready.reject(outcome)
        watcher.say(`${service.name} did not start: ${outcome.message}. Trying again in ${wait / 1000} s.`)
      } else {
        wasReady = true
        if (outcome > steady) wait = firstPause
        watcher.say(`${service.name} stopped ${wayOut(child)}. Starting it again in ${wait / 1000} s.`)
      }
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {})
      wait = Math.min(wait * 2, longestPause)
    }
  }
  const done = loop()

  return {
    ready: ready.promise,
    async stop() {
      stopping.abort()
      if (child) await end(child)
      // A start that was under way still has to notice.
      await Promise.race([done, pause(lastNotice)])
    },
  }
}

const exitOf = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

const wayOut = (child: ChildProcess | undefined): string =>
  child?.signalCode ? `(signal ${child.signalCode})` : `(code ${child?.exitCode})`
