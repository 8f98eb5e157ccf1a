import { css, html, LitElement, svg } from 'lit'
import languagesIcon from 'lucide-static/icons/languages.svg?raw'
import { define } from '../../elements/define.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-icon.ts'
import '../../elements/cb-menu.ts'
import { languages } from '../../shell/catalogue.ts'
import { keepLanguage, language, t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'

const columns = [60, 134, 208, 282, 356, 430, 504, 578, 652]
const rows = [60, 138, 216, 294, 372, 450, 528, 606, 684]

const cords = [
  {
    color: '#49c1c3',
    path: 'M134 216C164 386 400 542 430 372',
    ends: [
      [134, 216],
      [430, 372],
    ],
  },
  {
    color: '#079fa8',
    path: 'M282 528C312 738 548 348 578 138',
    ends: [
      [282, 528],
      [578, 138],
    ],
  },
  {
    color: '#f2b036',
    path: 'M208 606C238 706 474 628 504 528',
    ends: [
      [208, 606],
      [504, 528],
    ],
  },
] as const

const jack = (x: number, y: number, ring: string, hole: string, fill: string) =>
  svg`<circle cx=${x} cy=${y} r="11" fill=${fill} stroke=${ring} stroke-width="3" /><circle cx=${x} cy=${y} r="3.5" fill=${hole} />`

const board = svg`<rect width="720" height="900" fill="#04262e" />
  ${rows.map((y) => columns.map((x) => jack(x, y, '#0f4450', '#0b3a45', '#06303a')))}
  ${cords.map(
    ({ color, path, ends }) => svg`
    <path d=${path} fill="none" stroke="#021a20" stroke-width="9" stroke-linecap="round" opacity=".55" />
    <path d=${path} fill="none" stroke=${color} stroke-width="5" stroke-linecap="round" />
    ${ends.map(([x, y]) => jack(x, y, color === '#079fa8' ? '#49c1c3' : color, color === '#079fa8' ? '#49c1c3' : color, '#04262e'))}`,
  )}`

/**
 * The page around every form for people who are not signed in: mark, language, the board.
 * @slot - heading and form
 */
export class CbAuthPage extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); min-block-size: 100dvh; background: var(--cb-surface); }
      main { display: grid; grid-template-rows: auto 1fr auto; padding: var(--cb-space-32); min-block-size: 100dvh; }
      header { display: flex; align-items: center; gap: var(--cb-space-8); }
      .wordmark { display: inline-flex; align-items: center; gap: var(--cb-space-8); font-size: var(--cb-size-lg); font-weight: var(--cb-weight-heavy); letter-spacing: -.015em; flex: 1; }
      .wordmark svg { inline-size: 1.625rem; block-size: 1.625rem; }
      .tile { fill: var(--cb-brand); } .line { fill: none; stroke: var(--cb-on-brand); stroke-width: 2.6; stroke-linecap: round; } .jack { fill: var(--cb-brand); stroke: var(--cb-on-brand); stroke-width: 2.2; }
      .content { align-self: center; justify-self: center; inline-size: min(24rem, 100%); padding-block: var(--cb-space-24); }
      footer { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); }
      aside { position: relative; overflow: hidden; background: var(--cb-core-cord-950); margin: var(--cb-space-12); margin-inline-start: 0; border-radius: var(--cb-radius-xl); color: var(--cb-core-mist-100); }
      .board { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
      .words { position: absolute; inset-block-end: 0; inset-inline: 0; padding: 8rem var(--cb-space-40) var(--cb-space-40); display: grid; gap: var(--cb-space-8); background: linear-gradient(transparent, var(--cb-core-cord-950) 42%); }
      .words h2 { font-size: var(--cb-size-2xl); line-height: var(--cb-leading-2xl); letter-spacing: var(--cb-tracking-tight); max-inline-size: 20ch; }
      .words p { color: #b9cfd2; max-inline-size: 44ch; }
      @media (max-width: 767px) { :host { grid-template-columns: minmax(0, 1fr); } aside { display: none; } main { padding: var(--cb-space-20) var(--cb-space-16); } }
      @media (forced-colors: active) { aside { outline: 1px solid CanvasText; } }
    `,
  ]

  #choose(event: CustomEvent<{ value: string }>): void {
    if (keepLanguage(event.detail.value)) location.reload()
  }

  override render() {
    const items = Object.entries(languages).map(([value, label]) => ({ value, label, checked: value === language }))
    return html`<main>
        <header>
          <span class="wordmark"
            ><svg viewBox="0 0 28 28" aria-hidden="true">
              <rect class="tile" width="28" height="28" rx="8" />
              <path class="line" d="M18.6 9.2c-1.2-1.5-2.9-2.2-4.6-2.2-3.9 0-7 3.1-7 7s3.1 7 7 7c1.7 0 3.4-.7 4.6-2.2" />
              <circle class="jack" cx="19.4" cy="9.6" r="2.3" /><circle class="jack" cx="19.4" cy="18.4" r="2.3" /></svg
            >Cordboard</span
          >
          <cb-menu label=${t('auth.language')} placement="end" .items=${items} @cb-choose=${this.#choose}>
            <cb-button slot="trigger" kind="quiet" with-caret><cb-icon slot="start" .name=${languagesIcon}></cb-icon>${languages[language] ?? language}</cb-button>
          </cb-menu>
        </header>
        <div class="content"><slot></slot></div>
        <footer>${location.host}</footer>
      </main>
      <aside>
        <svg class="board" viewBox="0 0 720 900" preserveAspectRatio="xMidYMin slice" aria-hidden="true">${board}</svg>
        <div class="words"><h2>${t('auth.words.title')}</h2><p>${t('auth.words.text')}</p></div>
      </aside>`
  }
}

define('cb-auth-page', CbAuthPage)

declare global {
  interface HTMLElementTagNameMap {
    'cb-auth-page': CbAuthPage
  }
}
