import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-card'
import { css, html, svg } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import { values } from './health-values.ts'
import { exactly, moment } from './when.ts'

/** What was known of the number at one time. */
export interface Snapshot {
  at: string
  quality_rating?: string | null
  messaging_limit_tier?: string | null
}

type Field = 'quality_rating' | 'messaging_limit_tier'

/** From low to high; words that are not among them stand below, where nothing is known. */
const scales: Record<Field, readonly (readonly string[])[]> = {
  quality_rating: [['RED'], ['YELLOW'], ['GREEN']],
  messaging_limit_tier: [
    ['TIER_50'],
    ['TIER_250'],
    ['TIER_1K', 'TIER_1000'],
    ['TIER_2K'],
    ['TIER_10K'],
    ['TIER_100K'],
    ['TIER_UNLIMITED'],
  ],
}

const days = 90
const day = 86_400_000
const width = 360
const rise = 18
const edge = 9

export const trendStyles = css`
  .trend { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--cb-space-20); }
  .trend figure { margin: 0; min-inline-size: 0; display: grid; gap: var(--cb-space-8); align-content: start; }
  .trend figcaption { display: flex; justify-content: space-between; gap: var(--cb-space-8); font-weight: var(--cb-weight-medium); } .trend figcaption span { font-weight: var(--cb-weight-regular); color: var(--cb-text-subtle); font-size: var(--cb-size-xs); }
  .plot { display: grid; grid-template-columns: auto minmax(0, 1fr); grid-template-rows: calc(var(--rows) * 1.375rem) auto; gap: 0 var(--cb-space-8); }
  .levels { display: grid; grid-auto-rows: 1fr; font-size: var(--cb-size-2xs); line-height: 1; color: var(--cb-text-subtle); align-items: center; text-align: end; }
  .plot svg { inline-size: 100%; block-size: 100%; overflow: visible; forced-color-adjust: none; } .plot:dir(rtl) svg { transform: scaleX(-1); }
  .grid { stroke: var(--cb-line); stroke-width: 1; vector-effect: non-scaling-stroke; } .steps { fill: none; stroke: var(--cb-chart-1); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
  .ends { grid-column: 2; display: flex; justify-content: space-between; font-size: var(--cb-size-2xs); color: var(--cb-text-subtle); padding-block-start: var(--cb-space-4); }
  .trend-table { margin-block-start: var(--cb-space-12); } .trend-table summary { cursor: pointer; color: var(--cb-text-link); font-weight: var(--cb-weight-medium); inline-size: fit-content; }
  .trend-table table { margin-block-start: var(--cb-space-8); font-size: var(--cb-size-xs); } .trend-table :is(th, td) { padding: var(--cb-space-4) var(--cb-space-8) var(--cb-space-4) 0; border-block-end: 1px solid var(--cb-line); text-align: start; } .trend-table th { color: var(--cb-text-muted); font-weight: var(--cb-weight-medium); }
  @media (max-width: 767px) { .trend { grid-template-columns: minmax(0, 1fr); } }
`

/** How quality and limit went over 90 days: two step lines, and the same as a table. */
export function trend(context: PanelContext, snapshots: readonly Snapshot[], now: number) {
  const { t } = context
  const sorted = snapshots
    .filter(({ at }) => Date.parse(at) > now - days * day)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const changes = sorted.filter(
    (snapshot, index) => index === 0 || fields.some((field) => snapshot[field] !== sorted[index - 1]?.[field]),
  )
  return html`<cb-card heading=${t('trend.title')}>
    ${
      sorted.length === 0
        ? html`<p class="note">${t('trend.none')}</p>`
        : html`<div class="trend">${fields.map((field) => chart(context, field, sorted, now))}</div>
          <details class="trend-table"><summary>${t('trend.table')}</summary>${table(context, changes)}</details>`
    }
  </cb-card>`
}

const fields: readonly Field[] = ['quality_rating', 'messaging_limit_tier']

const levelOf = (field: Field, word: string | null | undefined): number =>
  scales[field].findIndex((words) => words.includes(word ?? ''))

function wordOf({ t }: PanelContext, field: Field, word: string | null | undefined): string {
  if (!word) return t('health.missing')
  return Object.hasOwn(values[field] ?? {}, word) ? t(`health.${field}.${word}`) : word
}

function chart(context: PanelContext, field: Field, snapshots: readonly Snapshot[], now: number) {
  const { t } = context
  // Only the levels that were reached, and their neighbours: a limit has seven, of which most never play a part.
  const reached = snapshots.map((snapshot) => levelOf(field, snapshot[field])).filter((level) => level >= 0)
  const all = scales[field]
  const lowest = field === 'quality_rating' ? 0 : Math.max(0, Math.min(...reached, all.length - 1) - 1)
  const highest = field === 'quality_rating' ? all.length - 1 : Math.min(all.length - 1, Math.max(...reached, 0) + 1)
  const shown = all.slice(lowest, highest + 1).toReversed()
  const height = shown.length * rise
  const x = (at: string) => Math.max(0, ((Date.parse(at) - (now - days * day)) / (days * day)) * width)
  const y = (level: number) => (highest - level) * rise + edge
  const last = snapshots.at(-1)?.[field]
  return html`<figure>
    <figcaption>${t(`health.${field}`)}<span>${t('trend.now', { value: wordOf(context, field, last) })}</span></figcaption>
    <div class="plot" style=${styleMap({ '--rows': String(shown.length) })}>
      <div class="levels" aria-hidden="true">${shown.map((words) => html`<span>${t(`trend.${field}.${words[0]}`)}</span>`)}</div>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label=${t('trend.sentence', {
        field: t(`health.${field}`),
        first: wordOf(context, field, snapshots[0]?.[field]),
        last: wordOf(context, field, last),
      })}>
        ${shown.map((_, index) => svg`<line class="grid" x1="0" x2=${width} y1=${index * rise + edge} y2=${index * rise + edge} />`)}
        <path class="steps" d=${line(snapshots, (snapshot) => levelOf(field, snapshot[field]), x, y)} />
      </svg>
      <div class="ends" aria-hidden="true"><span>${t('trend.from')}</span><span>${t('trend.to')}</span></div>
    </div>
  </figure>`
}

/** A step from each known level to the next, a gap where none was known. */
function line(
  snapshots: readonly Snapshot[],
  level: (snapshot: Snapshot) => number,
  x: (at: string) => number,
  y: (level: number) => number,
): string {
  let path = ''
  let isDrawing = false
  for (const snapshot of snapshots) {
    const reached = level(snapshot)
    const place = x(snapshot.at).toFixed(1)
    if (isDrawing) path += `H${place}`
    isDrawing = reached >= 0
    if (isDrawing) path += path.endsWith(`H${place}`) ? `V${y(reached)}` : `M${place} ${y(reached)}`
  }
  return isDrawing ? `${path}H${width}` : path
}

function table(context: PanelContext, changes: readonly Snapshot[]) {
  const { t, locale } = context
  return html`<table>
    <thead><tr><th scope="col">${t('trend.when')}</th>${fields.map((field) => html`<th scope="col">${t(`health.${field}`)}</th>`)}</tr></thead>
    <tbody>${changes
      .toReversed()
      .map(
        (snapshot) =>
          html`<tr><td title=${exactly(locale, snapshot.at)}>${moment(context, snapshot.at)}</td>${fields.map((field) => html`<td>${wordOf(context, field, snapshot[field])}</td>`)}</tr>`,
      )}</tbody>
  </table>`
}
