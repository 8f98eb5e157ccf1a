const endZone = 48

/**
 * Where somebody reads in a scrolling list that grows at both ends: at its end, or at a message that stays where they
 * see it. What grew or shrank and where the reader went are told apart, so both may happen between two calls.
 */
export class ReadingPlace {
  isAtEnd = true
  #top = 0
  // Held by its lower edge: above it a group may begin or end when older messages come.
  #held: { element: HTMLElement; bottom: number } | undefined

  /** Goes to the end, whatever the reader did before. */
  toEnd(): void {
    this.isAtEnd = true
    this.#top = 0
    this.#held = undefined
  }

  /** To be called after every move, and after every change of size or content. */
  keep(scroller: HTMLElement, elements: Iterable<HTMLElement>): void {
    if (scroller.clientHeight === 0) return
    const hasMoved = this.#follow(scroller)
    if (this.isAtEnd) {
      this.#held = undefined
      scroller.scrollTop = scroller.scrollHeight
    } else this.#hold(scroller, elements, hasMoved)
    this.#top = scroller.scrollTop
  }

  /** Whether the reader moved. A list that became shorter moves them too, which is no move of theirs. */
  #follow({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
    const end = scrollHeight - clientHeight
    const wentUp = scrollTop < Math.min(this.#top, end) - 1
    const wentDown = scrollTop > this.#top + 1
    const isNear = end - scrollTop < endZone
    if (wentUp || (wentDown && isNear)) this.isAtEnd = isNear
    return wentUp || wentDown
  }

  #hold(scroller: HTMLElement, elements: Iterable<HTMLElement>, hasMoved: boolean): void {
    const held = this.#held?.element.isConnected ? this.#held : undefined
    if (held) {
      const bottom = bottomOf(held.element, scroller)
      const grown = bottom - held.bottom
      if (Math.abs(grown) > 0.5) scroller.scrollTop += grown
      held.bottom = bottom
    }
    if (!held || hasMoved) this.#held = firstVisible(scroller, elements)
  }
}

/** Counted from the top of the content, so that scrolling does not change it. */
const bottomOf = (element: HTMLElement, scroller: HTMLElement): number =>
  element.getBoundingClientRect().bottom - scroller.getBoundingClientRect().top + scroller.scrollTop

function firstVisible(scroller: HTMLElement, elements: Iterable<HTMLElement>) {
  for (const element of elements) {
    const bottom = bottomOf(element, scroller)
    // What has no height yet will still push down what is really seen.
    if (bottom > scroller.scrollTop && element.offsetHeight > 0) return { element, bottom }
  }
  return undefined
}
