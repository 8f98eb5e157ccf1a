import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { IntlMessageFormat } from 'intl-messageformat'
import type { LitElement } from 'lit'
import { prepareTexts } from '../../../../ui/test/page.ts'
import en from '../../locales/en.json'
import es from '../../locales/es.json'

const languages: Record<string, Record<string, string>> = { en, es }

/** The server as the panel meets it: an answer by `METHOD /path`, made anew for each call where it is a function. */
export type Answers = Record<string, Answer | ((body: unknown) => Answer | Promise<Answer>)>
export interface Answer {
  status?: number
  body?: unknown
}

export interface Call {
  method: string
  path: string
  body?: unknown
}

export interface Shown<Panel> {
  panel: Panel
  calls: Call[]
  toasts: { tone: string; title: string; text?: string }[]
  visited: string[]
  scripts: string[]
  /** Tells the panel that something happened. */
  tell(event: string, data?: Record<string, unknown>): void
  /** Waits until the panel is drawn with what it asked for. */
  settle(): Promise<void>
  /** Everything that stands in the panel and in the elements inside it. */
  words(): string
}

export interface Given {
  answers: Answers
  inbox?: Record<string, unknown> | null
  role?: 'administrator' | 'agent'
  locale?: string
  theme?: 'light' | 'dark'
  context?: Partial<PanelContext>
}

export const gulf = {
  id: 12,
  name: 'WhatsApp Gulf',
  channel_type: 'Channel::Whatsapp',
  phone_number: '+97145550138',
  callback_webhook_url: 'https://desk.ternthistle.example/webhooks/whatsapp/+97145550138',
  provider_config: { business_account_id: '102290129340398', webhook_verify_token: 'b0a1c2d3e4f5' },
}

let count = 0

/** Puts a panel into the page of the test, as the dashboard would. */
export async function show<Panel extends LitElement & { context: PanelContext }>(
  Base: new () => Panel,
  given: Given,
): Promise<Shown<Panel>> {
  await prepareTexts()
  const { answers, inbox = gulf, role = 'administrator', locale = 'en', theme = 'light' } = given
  const calls: Call[] = []
  const toasts: Shown<Panel>['toasts'] = []
  const visited: string[] = []
  const scripts: string[] = []
  const hearers = new Map<string, Set<(data: Record<string, unknown>) => void>>()
  let open = 0
  const context: PanelContext = {
    pluginId: 'channel-whatsapp',
    accountId: 1,
    user: { id: 1, name: 'Inês Carvalho', role },
    locale,
    theme,
    ...(inbox ? { inbox: inbox as NonNullable<PanelContext['inbox']> } : {}),
    async api(method, path, body) {
      calls.push({ method, path, ...(body === undefined ? {} : { body }) })
      const answer = answers[`${method} ${path}`] ??
        answers[`${method} ${path.split('?')[0]}`] ?? { status: 404, body: { error: 'Resource could not be found' } }
      open += 1
      try {
        const { status = 200, body: answered } = typeof answer === 'function' ? await answer(body) : answer
        return { status, body: answered }
      } finally {
        open -= 1
      }
    },
    t(key, values) {
      const message = languages[locale]?.[key]
      if (message === undefined) throw new Error(`no text ${key} in ${locale}`)
      return String(new IntlMessageFormat(message, locale).format(values as Record<string, string>))
    },
    on(event, hear) {
      const all = hearers.get(event) ?? new Set()
      hearers.set(event, all.add(hear))
      return () => all.delete(hear)
    },
    navigate: (to) => visited.push(to),
    toast: (toast) => toasts.push(toast),
    async loadScript(url) {
      scripts.push(url)
    },
    ...given.context,
  }
  document.documentElement.lang = locale
  document.documentElement.dataset.theme = theme
  count += 1
  const tag = `cbx-test-${count}`
  customElements.define(tag, class extends (Base as new () => LitElement) {})
  const panel = document.createElement(tag) as unknown as Panel
  panel.context = context
  const main = document.createElement('main')
  document.body.replaceChildren(main)
  main.append(panel)
  const settle = async () => {
    do {
      await new Promise((resolve) => setTimeout(resolve))
      await drawn(panel)
    } while (open > 0)
  }
  const tell = (event: string, data: Record<string, unknown> = {}) => {
    for (const hear of hearers.get(event) ?? []) hear(data)
  }
  await settle()
  return { panel, calls, toasts, visited, scripts, tell, settle, words: () => wordsIn(panel) }
}

/** Waits for an element and for all inside it. */
async function drawn(root: Element): Promise<void> {
  await (root as Partial<LitElement>).updateComplete
  for (const child of [...root.children, ...(root.shadowRoot?.children ?? [])]) await drawn(child)
}

const hidden = new Set(['STYLE', 'SCRIPT', 'SLOT'])

function wordsIn(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  const inner = [
    ...(node instanceof Element && node.shadowRoot ? [...node.shadowRoot.childNodes] : []),
    ...node.childNodes,
  ]
  return hidden.has(node.nodeName) ? '' : inner.map(wordsIn).join(' ').replace(/\s+/g, ' ')
}

/** The elements that match, inside shadow roots as well. */
export function all<Found extends Element = HTMLElement>(root: Element, selector: string): Found[] {
  const found: Found[] = []
  const roots: ParentNode[] = root.shadowRoot ? [root.shadowRoot, root] : [root]
  for (const one of roots) {
    for (const element of one.querySelectorAll<Found>(selector)) found.push(element)
    for (const child of one.querySelectorAll('*')) if (child.shadowRoot) found.push(...all<Found>(child, selector))
  }
  return [...new Set(found)]
}

/** The button with these words. */
export function button(root: Element, words: string): HTMLElement {
  const found = all(root, 'cb-button, button').find(({ textContent }) => textContent?.trim() === words)
  if (!found) throw new Error(`no button "${words}" in: ${wordsIn(root)}`)
  return found
}
