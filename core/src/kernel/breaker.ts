const failuresToOpen = 5
const windowMilliseconds = 60_000
const restMilliseconds = 30_000

/** Gives a failing tap a rest: five failures within a minute pause it for half a minute, then one call tries again. */
export class Breaker {
  #failures: number[] = []
  #restsUntil = 0
  #trying = false

  get state(): 'closed' | 'open' {
    return this.#restsUntil > 0 ? 'open' : 'closed'
  }

  /** False while the tap rests, or while another call is the trial. */
  allows(now: number): boolean {
    if (this.#restsUntil === 0) return true
    if (now < this.#restsUntil || this.#trying) return false
    this.#trying = true
    return true
  }

  succeeded(): void {
    if (this.#failures.length === 0 && this.#restsUntil === 0) return
    if (this.#trying) this.#reset()
  }

  /** True when this failure opened it. */
  failed(now: number): boolean {
    if (this.#trying) {
      this.#trying = false
      this.#restsUntil = now + restMilliseconds
      return true
    }
    this.#failures = [...this.#failures.filter((at) => at > now - windowMilliseconds), now]
    if (this.#failures.length < failuresToOpen || this.#restsUntil > 0) return false
    this.#restsUntil = now + restMilliseconds
    return true
  }

  #reset(): void {
    this.#failures = []
    this.#restsUntil = 0
    this.#trying = false
  }
}
