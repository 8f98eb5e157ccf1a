import type { PanelContext, PanelInbox } from '@cordboard/plugin-sdk/panel'
import { consume } from '@lit/context'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { type AccountData, dataContext } from '../data/account-data.ts'
import { type PanelFailure, reportPanelFailure } from '../data/panels.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-button.ts'
import { define } from '../elements/define.ts'
import '../elements/cb-error-card.ts'
import '../elements/cb-skeleton.ts'
import { appearance } from '../shell/appearance.ts'
import { t } from '../shell/language.ts'
import { base } from '../styles/base.ts'
import { failureOf, mountPanel, type PanelElement } from './mount-panel.ts'
import { reloadForScripts } from './outside-script.ts'
import { PanelContexts } from './panel-context.ts'
import { countFailure, isGivenUp } from './panel-failures.ts'
import { type PluginPanel, panelKey, panelsOf } from './panels.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/**
 * Shows one panel of a plugin. Where it fails, a card says so in its place and the rest of the screen stays.
 * @fires cb-blank - a banner has something to say now, or nothing any more
 */
export class CbPanel extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; min-inline-size: 0; }
      :host([blank]) { position: absolute; }
      :host([page]), :host([page]) .mount { block-size: 100%; }
      :host([page]) :is(cb-skeleton, [role='alert']) { max-inline-size: 58rem; margin: var(--cb-space-32) auto; padding-inline: var(--cb-space-16); }
    `,
  ]

  @property({ attribute: false }) panel!: PluginPanel
  @property({ attribute: false }) inbox: PanelInbox | undefined
  /** In `inbox.setup`: what to do with the inbox that the panel made. */
  @property({ attribute: false }) connected: PanelContext['connected']
  @consume({ context: dataContext, subscribe: true })
  @property({ attribute: false })
  data: AccountData | undefined

  @state() private failure: PanelFailure | undefined
  @state() private isLoading = true
  @query('.mount') private host!: HTMLElement | null
  readonly #appearance = new Watch(this, () => appearance)
  #element: PanelElement | undefined
  #contexts: PanelContexts | undefined
  #mounted = ''
  #attempt = 0
  // A banner with nothing to say takes no room, not even that between its neighbours.
  readonly #size = new ResizeObserver(() => requestAnimationFrame(() => this.#measure()))

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.panel?.slot === 'inbox.banner') this.#size.observe(this)
    // Put elsewhere in the page, it begins again.
    if (this.hasUpdated) this.requestUpdate()
    dark.addEventListener('change', this.#look)
    window.addEventListener('error', this.#hearError)
    window.addEventListener('unhandledrejection', this.#hearError)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    dark.removeEventListener('change', this.#look)
    window.removeEventListener('error', this.#hearError)
    window.removeEventListener('unhandledrejection', this.#hearError)
    this.#size.disconnect()
    this.#unmount()
  }

  #measure(): void {
    const isBlank = this.offsetHeight === 0
    if (isBlank === this.hasAttribute('blank')) return
    this.toggleAttribute('blank', isBlank)
    this.dispatchEvent(new Event('cb-blank', { bubbles: true }))
  }

  readonly #look = () => this.requestUpdate()

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    this.toggleAttribute('page', this.panel.page)
    if (this.data && this.#mounted !== panelKey(this.panel)) void this.#mount(this.data)
    else if (this.#element && this.#contexts) this.#element.context = this.#contexts.next(this.#surroundings)
  }

  get #surroundings() {
    const { theme } = this.#appearance.value ?? { theme: 'system' }
    const isDark = theme === 'system' ? dark.matches : theme === 'dark'
    return { inbox: this.inbox, theme: isDark ? ('dark' as const) : ('light' as const) }
  }

  async #mount(data: AccountData): Promise<void> {
    this.#unmount()
    const { panel, host } = this
    const key = panelKey(panel)
    this.#mounted = key
    if (reloadForScripts(panel.scripts)) return
    if (isGivenUp(panel)) this.#show({ kind: 'load', message: '' })
    if (isGivenUp(panel) || !host) return
    this.failure = undefined
    this.isLoading = true
    const contexts = new PanelContexts(panel, data, this.connected && ((inbox) => this.connected?.(inbox)))
    const isCurrent = () => this.#contexts === contexts
    this.#contexts = contexts
    const fail = (failure: PanelFailure) => isCurrent() && this.#fail(failure)
    const context = contexts.next(this.#surroundings)
    const element = await mountPanel(panel, { host, context, attempt: this.#attempt, fail })
    if (!element) return
    if (!isCurrent() || this.failure) {
      element.remove()
      return
    }
    element.context = contexts.next(this.#surroundings)
    this.#element = element
    this.isLoading = false
  }

  #unmount(): void {
    this.#mounted = ''
    this.#contexts?.close()
    this.#contexts = undefined
    this.#element?.remove()
    this.#element = undefined
  }

  #fail(failure: PanelFailure): void {
    countFailure(this.panel)
    this.#report(failure)
    const mounted = this.#mounted
    this.#unmount()
    this.#mounted = mounted
    this.host?.replaceChildren()
    this.#show(failure)
  }

  #show(failure: PanelFailure): void {
    this.failure = failure
    this.isLoading = false
  }

  #report(failure: PanelFailure): void {
    if (this.data) void reportPanelFailure(this.data.id, this.panel, failure).catch(() => {})
  }

  // What a panel does after a click or an answer fails outside of its drawing: it stays, and the operator is told.
  readonly #hearError = (event: ErrorEvent | PromiseRejectionEvent) => {
    const thrown = 'reason' in event ? event.reason : event.error
    if (this.#element && thrown instanceof Error && thrown.stack?.includes(this.panel.module))
      this.#report(failureOf('later', thrown))
  }

  #retry(): void {
    this.#attempt += 1
    this.#mounted = ''
    this.requestUpdate()
  }

  #hide(): void {
    if (this.data) panelsOf(this.data).hide(this.panel)
  }

  override render() {
    return html`<div class="mount" ?hidden=${this.failure !== undefined}></div>
      ${this.failure ? this.#renderFailure(this.failure) : this.isLoading && this.panel.slot !== 'inbox.banner' ? html`<cb-skeleton kind="lines"></cb-skeleton>` : nothing}`
  }

  #renderFailure({ message }: PanelFailure) {
    const { pluginName: plugin, version, id } = this.panel
    const isGone = isGivenUp(this.panel)
    return html`<div role="alert"><cb-error-card
      heading=${t('panels.failed', { plugin })} detail=${message ? `${id} ${version}: ${message}` : ''}
      ?without-retry=${isGone} @cb-retry=${this.#retry}
    >${t(isGone ? 'panels.givenUp' : 'panels.failedText')}<cb-button slot="action" size="s" kind="quiet" @click=${this.#hide}>${t('panels.hide')}</cb-button></cb-error-card></div>`
  }
}

define('cb-panel', CbPanel)

declare global {
  interface HTMLElementTagNameMap {
    'cb-panel': CbPanel
  }
}
