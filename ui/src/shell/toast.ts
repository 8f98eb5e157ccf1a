/** Something that happened, shown for a while at the edge. What needs an action at once is no toast. */
export interface Toast {
  text: string
  tone?: 'neutral' | 'good' | 'bad'
  action?: { label: string; run(): void }
}

declare global {
  interface WindowEventMap {
    'cb-toast': CustomEvent<Toast>
  }
}

export function toast(message: Toast): void {
  window.dispatchEvent(new CustomEvent('cb-toast', { detail: message }))
}

/** Says something to screen readers only. */
export function announce(text: string, urgent = false): void {
  const region = document.getElementById(urgent ? 'assertive' : 'polite')
  if (!region) return
  region.textContent = ''
  // A region speaks when its text changes: the same words twice need a change in between.
  requestAnimationFrame(() => {
    region.textContent = text
  })
}
