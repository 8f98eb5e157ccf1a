export type ComposerMode = 'reply' | 'note'

/** Unsent words, kept by this browser so that a reload loses nothing. */
export class Drafts {
  readonly #prefix: string

  constructor(accountId: number) {
    this.#prefix = `cb-draft:${accountId}:`
  }

  read(conversation: number, mode: ComposerMode): string {
    return localStorage.getItem(this.#key(conversation, mode)) ?? ''
  }

  /** Empty text removes it. A full browser store keeps the draft on the screen only. */
  keep(conversation: number, mode: ComposerMode, text: string): void {
    const key = this.#key(conversation, mode)
    try {
      if (text.trim() === '') localStorage.removeItem(key)
      else localStorage.setItem(key, text)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
  }

  /** Conversations that have something unsent. */
  conversations(): Set<number> {
    const names = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix))
    return new Set(names.map((key) => Number(key.slice(this.#prefix.length).split(':')[0])))
  }

  #key = (conversation: number, mode: ComposerMode) => `${this.#prefix}${conversation}:${mode}`
}
