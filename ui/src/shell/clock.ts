import { type Readable, Store } from '../data/store.ts'

const tick = 20_000
const now = new Store(Date.now())
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The time for all that shows ages: one timer, and only while somebody looks. */
export const clock: Readable<number> = {
  get value() {
    return now.value
  },
  subscribe(listener) {
    watchers += 1
    timer ??= setInterval(() => {
      now.value = Date.now()
    }, tick)
    const stop = now.subscribe(listener)
    return () => {
      stop()
      watchers -= 1
      if (watchers > 0) return
      clearInterval(timer)
      timer = undefined
    }
  },
}
