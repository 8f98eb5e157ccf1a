import { consume } from '@lit/context'
import { css, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { type AccountData, dataContext } from '../../data/account-data.ts'
import type { Crumb } from '../../elements/cb-page.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import type { Parameters } from '../../shell/route.ts'
import { toast } from '../../shell/toast.ts'

/** What every page of the settings is given. */
export class SettingsScreen extends LitElement {
  @property({ attribute: false }) params: Parameters = {}
  @property({ attribute: false }) query = new URLSearchParams()
  @consume({ context: dataContext, subscribe: true })
  @property({ attribute: false })
  data: AccountData | undefined

  get account(): number {
    return Number(this.params.account_id)
  }

  /** Where a narrow screen goes back to. */
  protected get parentPage(): Crumb {
    return { label: t('shell.settings'), href: accountPath('settings', this.account) }
  }

  /** Does something and says so; a refusal is said as well. True when it was done. */
  protected async attempt(change: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await change()
    } catch (error) {
      toast({ tone: 'bad', text: failureText(error) })
      return false
    }
    if (done) toast({ tone: 'good', text: done })
    return true
  }
}

/** Cards, lists and columns of the settings pages. */
export const settingsStyles = css`
  :host { display: block; block-size: 100%; min-block-size: 0; }
  .card { border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line), var(--cb-shadow-1); min-inline-size: 0; }
  .pad { padding: var(--cb-space-16); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-16); }
  .rows { padding: var(--cb-space-16); }
  .head { display: flex; align-items: center; gap: var(--cb-space-8); padding: var(--cb-space-8) var(--cb-space-16); border-block-end: 1px solid var(--cb-line); min-block-size: 3rem; }
  .head h2, .head h3 { flex: 1; font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
  .head small { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); }
  .foot { display: flex; align-items: center; gap: var(--cb-space-8); padding: var(--cb-space-12) var(--cb-space-16); border-block-start: 1px solid var(--cb-line); }
  .toolbar { display: flex; align-items: center; gap: var(--cb-space-8); flex-wrap: wrap; }
  .toolbar cb-input { inline-size: min(20rem, 100%); }
  .two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--cb-space-16); }
  .three { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--cb-space-16); }
  .four { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--cb-space-12); }
  .split { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: var(--cb-space-20); align-items: start; }
  .stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-16); align-content: start; }
  .lines > li { display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: 3.25rem; padding: var(--cb-space-8) var(--cb-space-16); border-block-start: 1px solid var(--cb-line); font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
  .lines > li:first-child { border-block-start: 0; }
  .foot:only-child { border: 0; }
  .grow { flex: 1; min-inline-size: 0; }
  .grow b { display: block; font-weight: var(--cb-weight-strong); overflow-wrap: anywhere; }
  .grow small { display: block; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); overflow-wrap: anywhere; }
  .tile { display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; flex: none; border-radius: var(--cb-radius-md); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); }
  .tile.large { inline-size: 3rem; block-size: 3rem; border-radius: var(--cb-radius-lg); --cb-icon-size: 1.5rem; }
  .note { font-size: var(--cb-size-sm); line-height: var(--cb-leading-md); color: var(--cb-text-muted); }
  .mono { font-family: var(--cb-font-mono); font-size: 0.92em; }
  form { display: contents; }
  @media (max-width: 1139px) { .three, .four { grid-template-columns: repeat(2, minmax(0, 1fr)); } .split { grid-template-columns: minmax(0, 1fr); } }
  @media (max-width: 767px) { .two, .three { grid-template-columns: minmax(0, 1fr); } .toolbar cb-input { inline-size: 100%; } }
  @media (forced-colors: active) { .card { outline: 1px solid CanvasText; outline-offset: -1px; } }
`
