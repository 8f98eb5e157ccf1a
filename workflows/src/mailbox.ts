import type { Json, News } from '@cordboard/plugin-sdk/onboarding'
import { defineSignal, setHandler, uuid4 } from '@temporalio/workflow'

const kept = 200

/** The argument of a signal. An operator may leave out all of it. */
export interface Letter {
  /** Tells a repetition from a second event. */
  msgId?: string
  by?: number
  detail?: Json
}

export interface MailboxState {
  waiting: News[]
  /** Ids of what was heard, the latest 200. */
  heard: string[]
  off: boolean
}

/** What a process hears from outside: news in the order they came, each once, and the core's own three words. */
export class Mailbox {
  readonly state: MailboxState
  cancelledBy: number | undefined | null = null
  superseded = false
  /** Off and on again while nobody looked counts as news, too. */
  turned = false

  constructor(state: Partial<MailboxState> = {}) {
    this.state = { waiting: [], heard: [], off: false, ...state }
  }

  /** Registers all signals. Must run before the workflow's first await: what came earlier is delivered then. */
  listen(names: readonly string[]): void {
    for (const name of names)
      if (name !== 'cancel')
        setHandler(defineSignal<[Letter?]>(name), (letter) => this.hear(name, letter), {
          description: `News of that name from outside. Argument: {"detail": {…}}, or nothing. Wakes the process at once.`,
        })
    setHandler(defineSignal<[Letter?]>('cancel'), (letter) => this.cancel(letter), {
      description: 'Ends the process for good, e.g. because its inbox was deleted. No argument needed.',
    })
    setHandler(defineSignal('pluginOff'), () => this.turn(true), {
      description: 'The plugin was switched off for the account: the process parks. No argument.',
    })
    setHandler(defineSignal('pluginOn'), () => this.turn(false), {
      description: 'The plugin is on again: a parked process goes on where it was. No argument.',
    })
  }

  /** A process that ends when the other one of its inbox takes over. Must run before the workflow's first await, too. */
  mayBeSuperseded(): void {
    setHandler(defineSignal('superseded'), () => this.hand(true), {
      description: 'From the other process of this inbox, which has taken over: this one ends. No argument.',
    })
    setHandler(defineSignal('wanted'), () => this.hand(false), {
      description: 'From the other process of this inbox, which has ended: this one goes on. No argument.',
    })
  }

  get isCancelled(): boolean {
    return this.cancelledBy !== null
  }

  /** Whether there is something to do before the usual time. */
  get isWoken(): boolean {
    return this.isCancelled || this.superseded || this.turned || this.state.waiting.length > 0
  }

  /** All news that wait, and an empty box. */
  take(): News[] {
    this.turned = false
    return this.state.waiting.splice(0)
  }

  /** For what was taken in vain. */
  giveBack(news: News[]): void {
    this.state.waiting.unshift(...news)
  }

  private hear(name: string, letter: Letter = {}): void {
    const msgId = letter?.msgId ?? uuid4()
    if (this.state.heard.includes(msgId)) return
    this.state.heard = [...this.state.heard, msgId].slice(-kept)
    const news: News = { name, msgId, detail: letter?.detail ?? {} }
    this.state.waiting.push(letter?.by === undefined ? news : { ...news, by: letter.by })
  }

  private cancel(letter: Letter = {}): void {
    this.cancelledBy = letter?.by
  }

  private hand(superseded: boolean): void {
    this.superseded = superseded
  }

  private turn(off: boolean): void {
    this.turned ||= this.state.off !== off
    this.state.off = off
  }
}
