const GAP = 4
const EDGE = 8

interface Placement {
  /** Which edges line up with the anchor: the reader's start, or end. */
  align?: 'start' | 'end'
  /** Beside the anchor instead of below it. */
  beside?: boolean
}

/** Puts a floating box next to what it belongs to, on the side where it fits, and never over the window's edge. */
export function place(box: HTMLElement, anchor: DOMRect, { align = 'start', beside = false }: Placement = {}): void {
  const { width, height } = box.getBoundingClientRect()
  const isRtl = box.matches(':dir(rtl)')
  const left = beside
    ? besideOf(anchor, width, isRtl)
    : (align === 'end') === isRtl
      ? anchor.left
      : anchor.right - width
  const below = anchor.bottom + GAP
  const above = anchor.top - height - GAP
  const top = beside ? anchor.top - GAP : below + height > innerHeight - EDGE && above > EDGE ? above : below
  box.style.left = `${clamp(left, innerWidth - width - EDGE)}px`
  box.style.top = `${clamp(top, innerHeight - height - EDGE)}px`
}

function besideOf(anchor: DOMRect, width: number, isRtl: boolean): number {
  const [right, left] = [anchor.right + GAP, anchor.left - width - GAP]
  const [first, second] = isRtl ? [left, right] : [right, left]
  const fits = (x: number) => x >= EDGE && x + width <= innerWidth - EDGE
  return fits(first) || !fits(second) ? first : second
}

const clamp = (value: number, most: number) => Math.max(EDGE, Math.min(value, most))
