import type { Json, Onboarding, Wish } from '@cordboard/plugin-sdk/onboarding'
import { ApplicationFailure, condition, currentUpdateInfo, defineUpdate, setHandler } from '@temporalio/workflow'

const kept = 20

/** The argument of an update. An operator may leave out all of it. */
export interface Request {
  by?: number
  detail?: Json
}

export interface Refused {
  code: string
  message: string
  retryAt?: number | undefined
}

interface Pending {
  wish: Wish
  at: number
  answer?: Json
}

export interface WishesState {
  /** The latest answers, for a wish that is repeated after the process began anew with an empty history. */
  answered: { id: string; answer: Json }[]
}

/** What people ask for and wait for. A second wish of the same name joins the one that is under way. */
export class Wishes {
  readonly state: WishesState
  private pending: Pending[] = []
  private taken = new Set<Pending>()
  private last: (() => Json) | undefined

  constructor(state: WishesState = { answered: [] }) {
    this.state = state
  }

  /** Registers all updates. Must run before the workflow's first await. */
  listen(names: Onboarding['wishes'], refuse: (wish: Wish) => Refused | undefined): void {
    for (const name of names)
      setHandler(defineUpdate<Json, [Request | undefined]>(name), (request) => this.answer(wishOf(name, request)), {
        validator: (request) => this.validate(wishOf(name, request), refuse),
        description: 'A wish of that name; answers with the state it led to. Argument: {"detail": {…}}, or nothing.',
      })
  }

  get hasNew(): boolean {
    return this.pending.some((one) => !this.taken.has(one))
  }

  get isEmpty(): boolean {
    return this.pending.length === 0
  }

  /** Wishes that nobody has taken yet. */
  take(): { wish: Wish; at: number }[] {
    const fresh = this.pending.filter((one) => !this.taken.has(one))
    for (const one of fresh) this.taken.add(one)
    return fresh
  }

  /** Answers all wishes that were taken. */
  settle(answer: () => Json): void {
    for (const one of this.taken) {
      one.answer = answer()
      this.state.answered = [...this.state.answered, { id: one.wish.id, answer: one.answer }].slice(-kept)
    }
    this.pending = this.pending.filter((one) => !this.taken.has(one))
    this.taken.clear()
  }

  /** The process ends: every wish, those that come in the last moment too, gets this answer. */
  close(answer: () => Json): void {
    this.take()
    this.settle(answer)
    this.last = answer
  }

  private validate(wish: Wish, refuse: (wish: Wish) => Refused | undefined): void {
    if (this.last || this.underWay(wish.name) || this.answerTo(wish.id)) return
    const refused = refuse(wish)
    if (refused) throw ApplicationFailure.nonRetryable(refused.message, 'refused', refused)
  }

  private async answer(wish: Wish): Promise<Json> {
    const known = this.answerTo(wish.id) ?? this.last?.()
    if (known) return known
    const joined = this.underWay(wish.name) ?? this.add(wish)
    await condition(() => joined.answer !== undefined)
    return joined.answer as Json
  }

  private add(wish: Wish): Pending {
    const pending: Pending = { wish, at: Date.now() }
    this.pending.push(pending)
    return pending
  }

  private underWay(name: string): Pending | undefined {
    return this.pending.find(({ wish }) => wish.name === name)
  }

  private answerTo(id: string): Json | undefined {
    return this.state.answered.find((one) => one.id === id)?.answer
  }
}

function wishOf(name: string, request: Request = {}): Wish {
  const wish = { name, id: currentUpdateInfo()?.id ?? '', detail: request?.detail ?? {} }
  return request?.by === undefined ? wish : { ...wish, by: request.by }
}
