import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-badge'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-callout'
import '@cordboard/ui/cb-card'
import type { CbChoice } from '@cordboard/ui/cb-choice'
import '@cordboard/ui/cb-choice'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-input'
import '@cordboard/ui/cb-progress'
import '@cordboard/ui/cb-quote'
import '@cordboard/ui/cb-spinner'
import { html, nothing } from 'lit'
import check from 'lucide-static/icons/check.svg?raw'
import layoutTemplate from 'lucide-static/icons/layout-template.svg?raw'
import messageSquareText from 'lucide-static/icons/message-square-text.svg?raw'
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw'
import type { ConnectByLogin } from './connect-by-login.ts'
import type { Entered } from './setup-place.ts'

export interface Secrets {
  api_key: string
  app_secret: string
}

export type Entries = Entered & Secrets
export type Entry = keyof Entries
export type Mistakes = Partial<Record<Entry, string>>

export interface NumberStep {
  canLogin: boolean
  way: 'login' | 'keys'
  login: ConnectByLogin
  entered: Entries
  mistakes: Mistakes
  problem: string
  isBusy: boolean
  choose(way: 'login' | 'keys'): void
  openLogin(): void
  enter(name: Entry, value: string): void
  submit(): void
}

/** Which number: by Meta's login where the installation has an app there, or with keys. */
export function numberStep(context: PanelContext, step: NumberStep) {
  const { t } = context
  const trouble = troubleOf(context, step)
  if (!step.canLogin)
    return html`${trouble}<cb-card class="single"><div class="fields">${fields(context, step)}</div></cb-card>`
  return html`${trouble}<div class="ways" role="radiogroup" aria-label=${t('setup.number.title')} @change=${(
    event: Event,
  ) => {
    const { value } = event.target as CbChoice
    if (value === 'login' || value === 'keys') step.choose(value)
  }}>
    <div class="stack">
      <cb-choice value="login" ?checked=${step.way === 'login'} heading=${t('login.heading')} text=${t('login.text')}>
        <cb-badge slot="badge" tone="brand" size="s">${t('login.recommended')}</cb-badge>
        <ul class="checks">${['business', 'phone', 'number'].map((need) => html`<li><cb-icon class="good" .name=${check}></cb-icon><span>${t(`login.needs.${need}`)}</span></li>`)}</ul>
        ${step.login.isRunning ? loginState(context, step) : nothing}
      </cb-choice>
      <cb-card><div class="asks"><h3>${t('login.asks')}</h3><ul class="checks">
        <li><cb-icon .name=${messageSquareText}></cb-icon><span>${t('login.asks.messages')}</span></li>
        <li><cb-icon .name=${layoutTemplate}></cb-icon><span>${t('login.asks.templates')}</span></li>
        <li><cb-icon .name=${shieldCheck}></cb-icon><span>${t('login.asks.nothing')}</span></li>
      </ul></div></cb-card>
    </div>
    <cb-choice value="keys" ?checked=${step.way === 'keys'} heading=${t('keys.heading')} text=${t('keys.text')}>
      <div class="fields" @input=${() => step.choose('keys')}>${fields(context, step)}</div>
    </cb-choice>
  </div>`
}

function troubleOf({ t }: PanelContext, { login, problem, way }: NumberStep) {
  if (way === 'keys')
    return problem
      ? html`<cb-callout tone="bad" role="alert" tabindex="-1" heading=${t('keys.refused')}>${problem}</cb-callout>`
      : nothing
  const { trouble } = login
  if (!trouble) return nothing
  return html`<cb-callout tone="warn" role="alert" tabindex="-1" heading=${trouble.heading}>${trouble.text}${trouble.detail ? html`<cb-quote>${trouble.detail}</cb-quote>` : nothing}</cb-callout>`
}

function loginState({ t }: PanelContext, { login, openLogin }: NumberStep) {
  const { stage } = login
  const isWithUs = stage === 'saving'
  const text = stage === 'business' ? 'login.gotBusiness' : stage === 'code' ? 'login.gotCode' : 'login.openText'
  return html`<div class="open" role="status"><cb-spinner></cb-spinner>
    <span><b>${t(isWithUs ? 'login.saving' : 'login.open')}</b><small>${t(isWithUs ? 'login.savingText' : text)}</small></span>
    ${isWithUs || stage === 'loading' ? nothing : html`<cb-button size="s" @click=${openLogin}>${t('login.again')}</cb-button>`}
  </div>`
}

const shapes: Record<Entry, { type?: string; hint?: true; placeholder?: true; optional?: true; inputmode?: string }> = {
  name: { placeholder: true },
  phone_number: { type: 'tel', hint: true, inputmode: 'tel' },
  phone_number_id: { placeholder: true, inputmode: 'numeric' },
  business_account_id: { hint: true, inputmode: 'numeric' },
  api_key: { type: 'password', hint: true, placeholder: true },
  app_secret: { type: 'password', hint: true, optional: true },
}

function fields({ t }: PanelContext, { entered, mistakes, isBusy, enter, submit }: NumberStep) {
  return html`${(Object.keys(shapes) as Entry[]).map((name) => {
    const { type = 'text', hint, placeholder, inputmode } = shapes[name]
    return html`<cb-input
      name=${name} type=${type} ?password-toggle=${type === 'password'} autocomplete="off" label=${t(`keys.${name}`)} inputmode=${inputmode ?? nothing}
      hint=${hint ? t(`keys.${name}.hint`) : ''} placeholder=${placeholder ? t(`keys.${name}.placeholder`) : ''}
      .value=${entered[name]} .error=${mistakes[name] ?? ''} ?disabled=${isBusy} ?data-mistake=${mistakes[name] !== undefined}
      @input=${(event: Event) => enter(name, (event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.isComposing) submit()
      }}
    ></cb-input>`
  })}
  ${isBusy ? html`<div><p class="note" role="status">${t('keys.checking')}</p><cb-progress label=${t('keys.checking')}></cb-progress></div>` : nothing}`
}

/** As the provider writes them: without the blanks of a copied number. */
export const entriesOf = (entered: Entries): Entries => ({
  name: entered.name.trim(),
  phone_number: entered.phone_number.trim(),
  phone_number_id: entered.phone_number_id.replace(/\s/g, ''),
  business_account_id: entered.business_account_id.replace(/\s/g, ''),
  api_key: entered.api_key.trim(),
  app_secret: entered.app_secret.trim(),
})

const fewestDigits = 10

/** What can be seen to be wrong before anybody is asked. */
export function mistakesIn({ t }: PanelContext, entered: Entries): Mistakes {
  const mistakes: Mistakes = {}
  if (!entered.name) mistakes.name = t('keys.name.missing')
  if (!/^\+[\d\s().-]{7,24}$/.test(entered.phone_number)) mistakes.phone_number = t('keys.phone_number.wrong')
  for (const name of ['phone_number_id', 'business_account_id'] as const) {
    const value = entered[name]
    if (!/^\d+$/.test(value)) mistakes[name] = t(`keys.${name}.wrong`)
    else if (value.length < fewestDigits) mistakes[name] = t(`keys.${name}.short`)
  }
  if (!entered.api_key) mistakes.api_key = t('keys.api_key.missing')
  else if (/\s/.test(entered.api_key)) mistakes.api_key = t('keys.api_key.wrong')
  return mistakes
}
