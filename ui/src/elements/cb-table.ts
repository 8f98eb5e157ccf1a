import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'

export interface Column<Row> {
  id: string
  /** Its heading; with `headingUnseen` for screen readers only. */
  heading: string
  headingUnseen?: boolean
  cell(row: Row): unknown
  align?: 'start' | 'mid' | 'end'
  /** Gives the column arrows; what rows are compared by. */
  sortBy?(row: Row): string | number
  /** On narrow screens: the row's title, beside it, below, or not at all. */
  narrow?: 'title' | 'beside' | 'below' | 'none'
}

/**
 * Rows of one kind. Narrow screens show each as a card. Sorted by its headings; ↑ ↓ move between rows that can be chosen.
 * Cells may bring styles along in `.styles` of the table's screen by using elements of their own.
 * @fires cb-row - a row was pressed; `detail` is the row. Only with `choosable`
 */
export class CbTable<Row = unknown> extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; container-type: inline-size; border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line), var(--cb-shadow-1); padding: 1px; overflow: hidden; }
      :host([bare]) { border-radius: 0; box-shadow: none; background: none; padding: 0; }
      .scroll { overflow-x: auto; }
      table { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
      th { padding: var(--cb-space-8) var(--cb-space-12); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); font-weight: var(--cb-weight-medium); color: var(--cb-text-subtle); border-block-end: 1px solid var(--cb-line); white-space: nowrap; }
      td { padding: var(--cb-space-4) var(--cb-space-12); block-size: var(--cb-table-row); border-block-end: 1px solid var(--cb-line); }
      :host([tall]) td { block-size: 3.5rem; }
      tbody tr:last-child td { border-block-end: 0; }
      :is(th, td):first-child { padding-inline-start: var(--cb-space-16); } :is(th, td):last-child { padding-inline-end: var(--cb-space-16); }
      .end { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; } .mid { text-align: center; }
      tbody tr:hover { background: var(--cb-hover); } tr[aria-selected='true'] { background: var(--cb-selected) !important; }
      tr.choosable { cursor: pointer; } tr:focus-visible { outline-offset: -2px; }
      .sort { display: inline-flex; align-items: center; gap: .25rem; font: inherit; color: inherit; } .sort:hover, [aria-sort] .sort { color: var(--cb-text); }
      .who { display: flex; align-items: center; gap: var(--cb-space-8); min-inline-size: 0; } .who b { font-weight: var(--cb-weight-strong); display: block; } .who small { display: block; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); overflow-wrap: anywhere; } .who > div { min-inline-size: 0; }
      .tools { display: inline-flex; align-items: center; gap: var(--cb-space-2); justify-content: flex-end; }
      .clamp { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; max-inline-size: 34rem; }
      @container (max-width: 36rem) {
        table, tbody { display: block; } thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
        tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--cb-space-4) var(--cb-space-12); padding: var(--cb-space-12) var(--cb-space-16); border-block-end: 1px solid var(--cb-line); }
        tbody tr:last-child { border: 0; } td { display: block; padding: 0 !important; border: 0; block-size: auto !important; text-align: start; }
        td.below { grid-column: 1 / -1; grid-row: 2; color: var(--cb-text-muted); } td.title { grid-column: 1; } td.beside { grid-column: 2; justify-self: end; } td.none { display: none; }
        td.below ~ td.below { grid-row: 3; }
      }
      @media (forced-colors: active) { tr[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) columns: readonly Column<Row>[] = []
  @property({ attribute: false }) rows: readonly Row[] = []
  /** What tells rows apart. */
  @property({ attribute: false }) key: (row: Row) => string | number = (row) => this.rows.indexOf(row)
  /** The key of the row that is open elsewhere. */
  @property({ attribute: false }) selected: string | number | undefined = undefined
  @property({ type: Boolean }) choosable = false
  @property() label = ''
  /** Rows of two lines. */
  @property({ type: Boolean, reflect: true }) tall = false
  /** Without a frame, inside a card. */
  @property({ type: Boolean, reflect: true }) bare = false
  @property({ attribute: false }) sort: { id: string; isDescending: boolean } | undefined = undefined

  get #sorted(): readonly Row[] {
    const by = this.columns.find(({ id }) => id === this.sort?.id)?.sortBy
    if (!by) return this.rows
    const sorted = this.rows.toSorted((one, other) => compare(by(one), by(other)))
    return this.sort?.isDescending ? sorted.reverse() : sorted
  }

  #sortBy(id: string): void {
    this.sort = { id, isDescending: this.sort?.id === id && !this.sort.isDescending }
  }

  #open(event: Event, row: Row): void {
    if (!this.choosable || event.composedPath().some(isControl)) return
    this.dispatchEvent(new CustomEvent('cb-row', { bubbles: true, composed: true, detail: row }))
  }

  #key(event: KeyboardEvent, row: Row): void {
    const line = event.currentTarget as HTMLElement
    if (event.target !== line) return
    if (event.key === 'Enter') this.#open(event, row)
    else if (event.key === 'ArrowDown') (line.nextElementSibling as HTMLElement | null)?.focus()
    else if (event.key === 'ArrowUp') (line.previousElementSibling as HTMLElement | null)?.focus()
    else return
    event.preventDefault()
  }

  override render() {
    return html`<div class="scroll"><table aria-label=${this.label || nothing}>
      <thead><tr>${this.columns.map((column) => this.#heading(column))}</tr></thead>
      <tbody>${repeat(
        this.#sorted,
        (row) => this.key(row),
        (row) => html`<tr
          class=${this.choosable ? 'choosable' : ''} tabindex=${this.choosable ? 0 : nothing} aria-selected=${this.choosable && this.key(row) === this.selected ? 'true' : nothing}
          @click=${(event: Event) => this.#open(event, row)} @keydown=${(event: KeyboardEvent) => this.#key(event, row)}
        >${this.columns.map(({ cell, align = 'start', narrow = 'below' }) => html`<td class="${align} ${narrow}">${cell(row)}</td>`)}</tr>`,
      )}</tbody>
    </table></div>`
  }

  #heading({ id, heading, headingUnseen, align = 'start', sortBy }: Column<Row>) {
    const words = headingUnseen ? html`<span class="unseen">${heading}</span>` : heading
    if (!sortBy) return html`<th scope="col" class=${align}>${words}</th>`
    const direction = this.sort?.id === id ? (this.sort.isDescending ? 'descending' : 'ascending') : undefined
    return html`<th scope="col" class=${align} aria-sort=${direction ?? nothing}><button type="button" class="sort" @click=${() => this.#sortBy(id)}>${words}${
      direction ? glyph(direction === 'ascending' ? arrowUp : arrowDown, 'xs') : nothing
    }</button></th>`
  }
}

const compare = (one: string | number, other: string | number): number =>
  typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other))

const isControl = (target: EventTarget): boolean =>
  target instanceof Element &&
  /^(a|button|input|cb-button|cb-icon-button|cb-switch|cb-checkbox|cb-menu)$/.test(target.localName)

define('cb-table', CbTable)

declare global {
  interface HTMLElementTagNameMap {
    'cb-table': CbTable
  }
}
