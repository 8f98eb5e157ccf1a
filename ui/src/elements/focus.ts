/** What has the focus, through every open shadow root. */
export function deepActiveElement(): HTMLElement | undefined {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement ? active : undefined
}

/** Moves through a row or column of items as arrow keys, Home and End ask. Gives the index to focus, or undefined. */
export function nextIndex(
  key: string,
  index: number,
  count: number,
  { horizontal = false, rtl = false } = {},
): number | undefined {
  if (count === 0) return undefined
  const [back, forth] = horizontal
    ? rtl
      ? ['ArrowRight', 'ArrowLeft']
      : ['ArrowLeft', 'ArrowRight']
    : ['ArrowUp', 'ArrowDown']
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key === back) return (index - 1 + count) % count
  if (key === forth) return (index + 1) % count
  return undefined
}
