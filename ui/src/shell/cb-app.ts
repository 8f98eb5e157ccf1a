import { css, html, LitElement, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import { readInstallation } from '../data/installation.ts'
import { restoreSession, session, type User, usualAccount } from '../data/session.ts'
import { define } from '../elements/define.ts'
import { base } from '../styles/base.ts'
import { reloadOnce, rememberFailedLoad } from './failed-load.ts'
import { loadTexts, t } from './language.ts'
import { accountPath, here, navigate, setAccount } from './navigation.ts'
import { type Match, matchRoute, type ScreenElement } from './route.ts'
import { routes } from './routes.ts'
import { announce } from './toast.ts'

const login = '/app/login'
const setup = '/app/setup'

/** The whole dashboard: decides which screen the address means and who may see it, loads it and shows it. */
export class CbApp extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: contents; }
      .failure { display: grid; place-content: center; justify-items: center; gap: var(--cb-space-16); min-block-size: 100dvh; padding: var(--cb-space-24); text-align: center; }
      .failure h1 { font-size: var(--cb-size-lg); line-height: var(--cb-leading-lg); }
      .failure p { color: var(--cb-text-muted); max-inline-size: 44ch; }
      .failure button { min-block-size: var(--cb-control-md); padding-inline: var(--cb-control-pad); border-radius: var(--cb-radius-md); background: var(--cb-brand); color: var(--cb-on-brand); font-weight: var(--cb-weight-strong); }
    `,
  ]

  @state() private shown: Match | undefined
  @state() private failed = false
  #screen: ScreenElement | undefined
  #stops: (() => void)[] = []
  #visit = 0

  override connectedCallback(): void {
    super.connectedCallback()
    const open = () => void this.#open()
    window.addEventListener('cb-navigated', open)
    this.#stops = [() => window.removeEventListener('cb-navigated', open), session.subscribe(this.#sessionChanged)]
    open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
  }

  #sessionChanged = (): void => {
    const mustSignIn = session.value === null && this.shown?.route.access !== 'guest'
    if (mustSignIn && this.shown) void navigate(login)
  }

  async #open(): Promise<void> {
    const visit = ++this.#visit
    try {
      if (session.value === undefined) await restoreSession()
      const found = matchRoute(routes, here())
      const elsewhere = await this.#redirect(found)
      if (visit !== this.#visit) return
      if (elsewhere !== undefined && elsewhere !== here()) {
        await navigate(elsewhere, { replace: true })
        return
      }
      if (found) await this.#show(found, visit)
    } catch (error) {
      if (visit === this.#visit) this.#fail(error)
    }
  }

  /** Where this reader is sent instead, if the address is not for them. */
  async #redirect(found: Match | undefined): Promise<string | undefined> {
    const user = session.value
    if (!user) return found?.route.access === 'guest' ? undefined : this.#entrance()
    const accountId = Number(found?.params.account_id)
    const membership = user.accounts.find(({ id }) => id === accountId)
    if (found?.route.access === 'guest') return this.#home(user)
    if (!found || (found.params.account_id && !membership)) return this.#home(user)
    if (found.route.access === 'administrator' && membership?.role !== 'administrator') return this.#home(user)
    setAccount(accountId)
    return undefined
  }

  async #entrance(): Promise<string> {
    const { needs_administrator } = await readInstallation()
    return needs_administrator ? setup : login
  }

  #home(user: User): string {
    const account = usualAccount(user)
    return account === undefined ? '/app/no-account' : accountPath('dashboard', account)
  }

  async #show(match: Match, visit: number): Promise<void> {
    const { route, params, query } = match
    const shell = route.layout === 'shell' ? import('./cb-shell.ts') : undefined
    await Promise.all([loadTexts(...route.areas), route.load(), shell])
    if (visit !== this.#visit) return
    const isNew = this.#screen?.localName !== route.element
    if (isNew) this.#screen = document.createElement(route.element) as ScreenElement
    if (this.#screen) Object.assign(this.#screen, { params, query })
    this.failed = false
    this.shown = match
    rememberFailedLoad(false)
    if (route.title) document.title = t('shell.title', { screen: t(route.title) })
    if (isNew && route.title) announce(t(route.title))
  }

  #fail(error: unknown): void {
    // After a new build the old files are gone: the page then needs loading, once.
    if (error instanceof TypeError && /import|module|fetch/i.test(error.message) && reloadOnce()) return
    console.error(error)
    this.failed = true
  }

  override render() {
    if (this.failed) return this.#renderFailure()
    if (!this.shown) return nothing
    if (this.shown.route.layout === 'bare') return this.#screen
    return html`<cb-shell .match=${this.shown}>${this.#screen}</cb-shell>`
  }

  #renderFailure() {
    return html`<main class="failure" role="alert">
      <h1>${t('shell.unreachable.title')}</h1>
      <p>${t('shell.unreachable.text')}</p>
      <button type="button" @click=${() => void this.#open()}>${t('shell.retry')}</button>
    </main>`
  }
}

define('cb-app', CbApp)

declare global {
  interface HTMLElementTagNameMap {
    'cb-app': CbApp
  }
}
