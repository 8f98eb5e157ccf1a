import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-attempts'
import '@cordboard/ui/cb-budget'
import type { TimelineItem } from '@cordboard/ui/cb-timeline'
import { html } from 'lit'
import type { Health } from './health-values.ts'
import {
  type Attempt,
  budget,
  isNameInReview,
  isRefused,
  type Need,
  needOf,
  newestFirst,
  type Onboarding,
  usedOf,
} from './onboarding.ts'
import { capital, distance, exactly, moment, span } from './when.ts'

interface Told {
  onboarding: Onboarding
  health?: Health | undefined
  /** Names of people, for who asked. */
  people: ReadonlyMap<number, string>
  now: number
}

/** The way of a number to being live: what is done, each try with Meta's words, what it waits for, what comes. */
export function timelineOf(context: PanelContext, told: Told): TimelineItem[] {
  const { onboarding } = told
  return [
    ...beginning(context, told),
    ...tries(context, told),
    ...present(context, told),
    ...(onboarding.state === 'failed' ? [] : future(context, told)),
  ]
}

const unreachedWithout: Record<string, readonly string[]> = {
  webhook: ['none', 'exchanging', 'awaiting_number', 'subscribing'],
  verified: ['none', 'exchanging', 'awaiting_number', 'subscribing', 'verifying'],
}

function beginning(context: PanelContext, { onboarding, health }: Told): TimelineItem[] {
  const { t } = context
  const { history, since, first_pending_at, state, reason } = onboarding
  const begun = history[0]?.at ?? first_pending_at ?? since
  const items: TimelineItem[] = [{ state: 'past', title: t('timeline.connected'), ...at(context, begun) }]
  if (!unreachedWithout.webhook?.includes(state) && reason !== 'webhook')
    items.push({ state: 'past', title: t('timeline.webhook'), ...at(context, leftAt(onboarding, 'subscribing')) })
  const isVerified =
    health?.code_verification_status === 'VERIFIED' ||
    (!unreachedWithout.verified?.includes(state) && reason !== 'verify_number' && state !== 'action_required')
  if (isVerified)
    items.push({
      state: 'past',
      title: t('timeline.verified'),
      ...at(context, leftAt(onboarding, 'verifying') ?? leftAt(onboarding, 'subscribing')),
    })
  return items
}

const leftAt = ({ history }: Onboarding, state: string): string | undefined =>
  history.find(({ from }) => from === state)?.at

function tries(context: PanelContext, { onboarding, people, now }: Told): TimelineItem[] {
  const { t, locale } = context
  const attempts = newestFirst(onboarding.attempts)
  const last = attempts[0]
  if (!last) return []
  const isBad = isRefused(last) || last.outcome === 'unanswered'
  const rows = attempts.map((attempt) => ({
    when: capital(moment(context, attempt.at, now)),
    exact: exactly(locale, attempt.at),
    result: t('timeline.attempt', {
      who: whoOf(context, attempt, people),
      outcome: t(`timeline.${outcomeOf(attempt)}`),
    }),
  }))
  const words = attempts.find(({ message }) => message)
  const isFirst = attempts.length === 1
  const isPlain = isFirst && last.by === 'automatic'
  return [
    {
      state: isBad ? 'bad' : 'past',
      title: t(isBad ? 'timeline.tried' : 'timeline.registered', { count: attempts.length }),
      ...(isFirst ? at(context, last.at) : {}),
      ...(isBad && isFirst && isNameInReview(onboarding) ? { text: t('timeline.normal') } : {}),
      ...(isPlain
        ? {}
        : {
            more: html`<cb-attempts .attempts=${rows} earlier=${t('timeline.earlier', { count: attempts.length - 3 })}></cb-attempts>`,
          }),
      ...(words?.message
        ? { quote: words.message, cite: citeOf(context, isFirst ? { ...words, at: '' } : words, now) }
        : {}),
    },
  ]
}

const outcomeOf = (attempt: Attempt): string => attempt.outcome ?? (isRefused(attempt) ? 'refused' : 'ok')

function whoOf({ t, user }: PanelContext, { by }: Attempt, people: ReadonlyMap<number, string>): string {
  if (by === 'automatic') return t('timeline.automatic')
  if (by === user.id) return t('timeline.you')
  return typeof by === 'number' ? (people.get(by) ?? t('timeline.somebody')) : by
}

/** `Meta, today at 10:04, code 100 / 2388001` */
export function citeOf(context: PanelContext, { at: iso, code, subcode }: Partial<Attempt>, now = Date.now()): string {
  const codes = [code, subcode].filter((part) => part !== undefined && part !== null).join(' / ')
  const when = iso ? moment(context, iso, now) : ''
  const key = codes ? (when ? 'timeline.cite' : 'timeline.citeCode') : when ? 'timeline.citeWhen' : 'timeline.citeMeta'
  return context.t(key, { when, codes })
}

function present(context: PanelContext, told: Told): TimelineItem[] {
  const { t, locale } = context
  const { onboarding, now } = told
  const { state, since } = onboarding
  if (state === 'active') return [{ state: 'past', title: t('timeline.live'), ...at(context, since) }]
  if (state === 'none' || state === 'cancelled')
    return [{ state: 'future', title: t(`timeline.state.${state}`), text: t(`timeline.state.${state}.text`) }]
  const need = needOf(onboarding, false)
  const isForPeople = (state === 'action_required' && need !== 'registration') || state === 'failed'
  return [
    {
      state: isForPeople ? 'bad' : 'now',
      ...wordsOf(context, told, need),
      ...(since ? { time: span(locale, since, now), exact: exactly(locale, since) } : {}),
      more: html`${nextCheck(context, onboarding, now)}${budgetOf(context, onboarding)}`,
    },
  ]
}

const knownStates = new Set([
  'exchanging',
  'awaiting_number',
  'subscribing',
  'verifying',
  'awaiting_provisioning',
  'registering',
  'confirming',
  'activating',
  'cooldown',
  'stalled',
  'failed',
])

function wordsOf({ t }: PanelContext, { onboarding }: Told, need: Need): { title: string; text: string } {
  const { state, reason } = onboarding
  if (state === 'action_required') {
    const key = need === 'other' ? 'timeline.need.other' : `timeline.need.${need}`
    return { title: t(key, { reason: reason ?? '' }), text: t(`${key}.text`, { reason: reason ?? '' }) }
  }
  if (state === 'failed') return { title: t('timeline.state.failed'), text: failureOf(t, reason) }
  if (state === 'awaiting_provisioning' && isNameInReview(onboarding))
    return { title: t('timeline.state.name_review'), text: t('timeline.state.name_review.text') }
  if (!knownStates.has(state)) return { title: state, text: t('timeline.state.unknown.text') }
  return { title: t(`timeline.state.${state}`), text: t(`timeline.state.${state}.text`) }
}

const knownFailures = new Set(['provisioning_timeout', 'account_deleted', 'account_disabled'])

/** Why a number was given up, in our words where we have them. */
export const failureOf = (t: PanelContext['t'], reason: string | null): string =>
  knownFailures.has(reason ?? '')
    ? t(`timeline.failed.${reason}`)
    : t('timeline.failed.other', { reason: reason ?? '' })

function nextCheck(context: PanelContext, { next_check_at }: Onboarding, now: number) {
  if (!next_check_at) return ''
  const values = {
    when: moment(context, next_check_at, now),
    distance: distance(context.locale, next_check_at, now),
  }
  return html`<div title=${exactly(context.locale, next_check_at)}>${
    Date.parse(next_check_at) > now ? context.t('timeline.next', values) : context.t('timeline.nextNow')
  }</div>`
}

function budgetOf({ t }: PanelContext, onboarding: Onboarding) {
  const used = usedOf(onboarding)
  if (used === 0) return ''
  const kept = Math.min(budget.kept, budget.total - used)
  return html`<cb-budget used=${used} total=${budget.total} kept=${kept} label=${t('timeline.budget', { used, total: budget.total })}></cb-budget>`
}

function future({ t }: PanelContext, { onboarding }: Told): TimelineItem[] {
  const { state, attempts, reason } = onboarding
  if (state === 'active' || state === 'none' || state === 'cancelled') return []
  const items: TimelineItem[] = []
  if (!['registering', 'confirming', 'activating'].includes(state))
    items.push({
      state: 'future',
      title: t(attempts.length > 0 ? 'timeline.again' : 'timeline.register'),
      text: t(state === 'action_required' || reason ? 'timeline.afterYou' : 'timeline.byItself'),
    })
  return [...items, { state: 'future', title: t('timeline.receive') }]
}

function at(context: PanelContext, iso: string | null | undefined): Pick<TimelineItem, 'time' | 'exact'> {
  return iso ? { time: capital(moment(context, iso)), exact: exactly(context.locale, iso) } : {}
}

/** Every change of state, for whoever wants to know exactly. */
export function changesOf(context: PanelContext, { history }: Onboarding) {
  const { t } = context
  const name = (state: string) => (knownStates.has(state) || state === 'active' ? t(`timeline.state.${state}`) : state)
  const rows = history.toReversed().map(({ at: iso, to, why }) => ({
    when: capital(moment(context, iso)),
    exact: exactly(context.locale, iso),
    result: [name(to.split(':')[0] ?? to), why].filter(Boolean).join(': '),
  }))
  return html`<cb-attempts shown="0" .attempts=${rows} earlier=${t('timeline.changes', { count: rows.length })}></cb-attempts>`
}
