import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import type { ReactiveControllerHost } from 'lit'
import type { Attempt } from './onboarding.ts'
import { ask } from './reading.ts'

interface Host extends ReactiveControllerHost {
  context: PanelContext
}

/** Names of the people who asked for something. Read once, and only when somebody else did. */
export class People {
  readonly #host: Host
  #names: ReadonlyMap<number, string> = new Map()
  #isAsked = false

  constructor(host: Host) {
    this.#host = host
  }

  namesOf(attempts: readonly Attempt[]): ReadonlyMap<number, string> {
    const { user } = this.#host.context
    if (!this.#isAsked && attempts.some(({ by }) => typeof by === 'number' && by !== user.id)) {
      this.#isAsked = true
      void this.#read()
    }
    return this.#names
  }

  async #read(): Promise<void> {
    const { body, problem } = await ask(this.#host.context, 'GET', '/agents')
    if (problem || !Array.isArray(body)) return
    this.#names = new Map(body.map(({ id, name }: { id: number; name: string }) => [id, name]))
    this.#host.requestUpdate()
  }
}
