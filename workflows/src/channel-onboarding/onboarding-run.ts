import { type ProcessSubject, workflowIdOf } from '@cordboard/core/processes/process.ts'
import type {
  By,
  Decision,
  Json,
  Occasion,
  Onboarding,
  ProcessEvent,
  ProcessProblem,
} from '@cordboard/plugin-sdk/onboarding'
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  isCancellation,
  log,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow'
import { act, actOnce, notify, observe, problemOf, succeeds, tellFact } from '../activities.ts'
import { clockAt, decidingClockAt } from '../clock.ts'
import { inWords } from '../details.ts'
import { handOver, supersede } from '../hand-over.ts'
import { Mailbox } from '../mailbox.ts'
import { waitBefore, withJitter } from '../poll-schedule.ts'
import { dueReminder, nextReminder, remindersOf, stalled } from '../reminders.ts'
import { iso, Standing } from '../standing.ts'
import { readPolls, readSpan, usualTimings } from '../timings.ts'
import type { OnboardingInput } from './onboarding-of.ts'
import type { OnboardingState } from './state.ts'
import { Wishes } from './wishes.ts'

export interface Outcome {
  state: string
  reason?: string
}

type Act = Extract<Decision, { do: 'act' }>
type Settled = Extract<Decision, { do: 'wait' | 'ask' }>

const mostLooks = 500
const mostActionsInARow = 10

// biome-ignore lint/suspicious/noExplicitAny: each plugin has a memory and facts of its own
type Table = Onboarding<any, any>

/** One channel on its way to going live: observe, learn, decide, act or wait, and again. */
export class OnboardingRun {
  private readonly table: Table
  private readonly input: OnboardingInput
  private readonly place: ProcessSubject
  private readonly pace: number
  private readonly timings
  private readonly polls
  private readonly reminders
  private readonly state: Omit<OnboardingState, 'standing' | 'mailbox' | 'wishes'>
  private readonly standing: Standing
  private readonly mailbox: Mailbox
  private readonly wishes: Wishes
  private actionsInARow = 0

  /** Registers every handler at once: nothing may be awaited before. */
  constructor(table: Table, input: OnboardingInput) {
    const { accountId, inboxId, pluginId, channelType, carry } = input
    this.table = table
    this.input = input
    this.place = { accountId, inboxId, pluginId, channelType }
    this.pace = input.pace ?? 1
    this.timings = { ...usualTimings, ...input.timings }
    this.polls = readPolls(this.timings.polls)
    this.reminders = remindersOf(this.timings)
    this.mailbox = new Mailbox(carry?.mailbox ?? (input.news && { waiting: input.news }))
    this.wishes = new Wishes(carry?.wishes)
    this.standing = new Standing('onboarding', input, carry?.standing)
    this.state = carry ?? { ...beginning, memory: table.begin(beginningOf(input)) }
    this.mailbox.listen(table.news)
    this.wishes.listen(table.wishes, (wish) => this.refuse(wish))
    setHandler(defineQuery('status'), () => this.status(), {
      description: 'State, reason, attempts, last facts, time of the next look and the way here.',
    })
  }

  async toItsEnd(): Promise<Outcome> {
    if (!this.input.carry) supersede(workflowIdOf('channelHealth', this.place.inboxId))
    for (;;) {
      const outcome = (await this.interrupted()) ?? (await this.turn())
      if (!outcome) continue
      await condition(allHandlersFinished)
      return outcome
    }
  }

  /** The end that nobody decided. */
  async stopped(why: string): Promise<Outcome> {
    return this.end('cancelled', null, why)
  }

  /** What comes before every look: an end from outside, a plugin that is off, a history that has become long. */
  private async interrupted(): Promise<Outcome | undefined> {
    if (this.mailbox.isCancelled) return this.stopped(cancelledBy(this.mailbox.cancelledBy))
    if (this.mailbox.state.off) {
      await this.park()
      return this.interrupted()
    }
    // Nobody who waits for an answer may be left behind.
    const isQuiet = this.wishes.isEmpty && allHandlersFinished()
    if (isQuiet && (this.state.looks >= mostLooks || workflowInfo().continueAsNewSuggested)) await this.beginAnew()
    return undefined
  }

  private async turn(): Promise<Outcome | undefined> {
    this.hear()
    if (!(await this.look())) {
      this.answerWishes()
      await this.park()
      return undefined
    }
    const decision = this.restrained(this.table.decide(this.state.memory, decidingClockAt(this.pace)))
    switch (decision.do) {
      case 'act':
        await this.carryOut(decision)
        return undefined
      case 'finish':
        return this.finish(decision.why)
      case 'fail':
        return this.fail(decision.reason, decision.why)
      case 'cancel':
        return this.stopped(decision.why)
      default:
        return this.settle(decision)
    }
  }

  // --- observe and learn

  private hear(): void {
    for (const news of this.mailbox.take()) this.learn({ type: 'told', at: this.clock.now, news })
    for (const { wish, at } of this.wishes.take()) {
      this.state.failure = null
      this.learn({ type: 'asked', at, wish })
    }
  }

  /** False when the plugin is off for the account. */
  private async look(): Promise<boolean> {
    this.state.looks++
    const { standing } = this
    try {
      const seen = await observe.executeWithOptions({ summary: 'look at the channel' }, [this.place])
      if ('off' in seen) return false
      this.unpark()
      this.state.problem = null
      standing.state.facts = seen.facts
      this.learn({ type: 'observed', at: this.clock.now, facts: seen.facts })
    } catch (error) {
      if (isCancellation(error)) throw error
      this.unpark()
      this.state.problem = problemOf(error, 'temporary')
      this.learn({ type: 'unobserved', at: this.clock.now, problem: this.state.problem })
    }
    this.showMemo()
    return true
  }

  private learn(event: ProcessEvent<Json>): void {
    this.state.memory = this.table.learn(this.state.memory, event)
  }

  private refuse(wish: Parameters<NonNullable<Table['refuse']>>[1]) {
    if (this.standing.state.parkedAt !== null || this.mailbox.state.off)
      return { code: 'plugin_off', message: 'The plugin is off for this account.' }
    return this.table.refuse?.(this.state.memory, wish, this.clock)
  }

  // --- act

  private async carryOut({ action, state, why, by = 'automatic', input = {} }: Act): Promise<void> {
    const about = this.table.actions[action]
    this.standing.enter(state, null, why)
    this.standing.state.nextCheckAt = null
    this.state.pollStep = 0
    this.learn({ type: 'acting', at: this.clock.now, action, by })
    if (about?.counts) this.standing.attempted({ at: iso(Date.now()), by, action, outcome: 'unanswered' })
    await this.publish()
    const event = await this.call(action, input, by)
    if (about?.counts) this.standing.settleAttempt(outcomeOf(event))
    this.state.failure = event.type === 'failed' ? event.problem : null
    this.learn(event)
  }

  private async call(action: string, input: Json, by: By): Promise<Called> {
    const about = this.table.actions[action]
    const once = about?.once ?? false
    try {
      const options = { summary: about?.summary ?? inWords(action), ...(once && { retry: { maximumAttempts: 1 } }) }
      const answer = await (once ? actOnce : act).executeWithOptions(options, [{ ...this.place, action, input, by }])
      const at = this.clock.now
      return 'off' in answer
        ? { type: 'failed', at, action, by, problem: pluginOff }
        : { type: 'acted', at, action, by, result: answer.result }
    } catch (error) {
      if (isCancellation(error)) throw error
      return { type: 'failed', at: this.clock.now, action, by, problem: problemOf(error, 'unanswered') }
    }
  }

  // A table that wants to act without end would run hot.
  private restrained(decision: Decision): Decision {
    this.actionsInARow = decision.do === 'act' ? this.actionsInARow + 1 : 0
    if (decision.do !== 'act' || this.actionsInARow <= mostActionsInARow) return decision
    this.actionsInARow = 0
    return { do: 'wait', state: decision.state, why: 'Ten actions in a row changed nothing: it waits before the next.' }
  }

  // --- wait

  private async settle(decision: Settled): Promise<Outcome | undefined> {
    const { standing } = this
    const isResting = decision.do === 'wait' && decision.resting === true
    if (!isResting) standing.state.firstPendingAt ??= Date.now()
    if (!isResting && this.age >= this.shorten(this.timings.giveUp))
      return this.fail('provisioning_timeout', `It did not go live within ${this.timings.giveUp}.`)
    this.enter(decision, isResting)
    await this.ask(decision)
    if (!isResting) await this.remind()
    const lookAt = this.nextLook(decision, isResting)
    standing.state.nextCheckAt = lookAt
    await this.publish(isResting)
    if (!(decision.do === 'wait' && decision.hold)) this.answerWishes()
    await this.wait(lookAt, decision, isResting)
    return undefined
  }

  private enter(decision: Settled, isResting: boolean): void {
    const { standing } = this
    const isStalled = !isResting && this.age >= this.shorten(this.timings.stalled)
    standing.state.needsAdministrator = decision.do === 'ask'
    standing.state.stuck = decision.do === 'ask' || isStalled
    if (decision.do === 'ask') standing.enter('action_required', decision.reason, decision.why)
    else if (isStalled && !decision.hold) standing.enter(stalled, decision.reason ?? decision.state, decision.why)
    else standing.enter(decision.state, decision.reason ?? null, decision.why)
  }

  /** Administrators are asked once each time it begins. A look that failed in between ends nothing. */
  private async ask(decision: Settled): Promise<void> {
    const { state } = this
    if (decision.do !== 'ask') {
      if (!state.problem) state.asked = null
      return
    }
    const { reason, why } = decision
    if (state.asked?.reason !== reason) state.asked = { reason, since: Date.now(), told: false }
    if (state.asked.told) return
    state.asked.told = await this.tell(`asked/${reason}/${state.asked.since}`, { kind: 'asked', reason, why })
  }

  private async remind(): Promise<void> {
    const due = dueReminder(this.paced, this.age, this.state.reminded)
    if (!due) return
    const { state, reason } = this.standing.state
    const more = { state, ...(reason !== null && { reason }) }
    const { key } = due.give
    const occasion: Occasion =
      key === stalled ? { kind: 'stalled', ...more } : { kind: 'reminder', after: key, ...more }
    if (await this.tell(`reminder/${key}`, occasion)) this.state.reminded.push(...due.passed)
  }

  private nextLook(decision: Settled, isResting: boolean): number {
    const age = isResting ? Date.now() - this.standing.state.since : this.age
    const wait = waitBefore(this.polls, this.state.pollStep, age * this.pace) / this.pace
    const poll = Date.now() + withJitter(wait, Math.random())
    const times = [poll, decision.until, isResting ? undefined : this.givesUpAt]
    return Math.max(Math.min(...times.filter((time) => time !== undefined)), Date.now() + 1)
  }

  /** Until the next look or until woken; reminders are given in between. */
  private async wait(lookAt: number, decision: Settled, isResting: boolean): Promise<void> {
    for (;;) {
      const reminderAt = isResting ? undefined : this.nextReminderAt
      const isReminder = reminderAt !== undefined && reminderAt < lookAt
      const until = isReminder ? reminderAt : lookAt
      const summary = isReminder ? 'next reminder' : 'next look'
      if (await condition(() => this.isWoken, Math.max(until - Date.now(), 1), { summary })) {
        this.state.pollStep = 0
        return
      }
      if (Date.now() >= lookAt) {
        this.state.pollStep++
        return
      }
      this.enter(decision, isResting)
      await this.remind()
      await this.publish(isResting)
    }
  }

  private get isWoken(): boolean {
    return this.mailbox.isWoken || this.wishes.hasNew
  }

  // --- the plugin is off

  /** Waits until the plugin is on again; looks once a day whether it is. */
  private async park(): Promise<void> {
    const { state } = this.standing
    state.parkedAt ??= Date.now()
    state.nextCheckAt = Date.now() + this.clock.hours(24)
    await this.publish()
    this.mailbox.turned = false
    const isOn = () => this.mailbox.isCancelled || this.mailbox.turned
    const woken = await condition(isOn, this.clock.hours(24), { summary: 'is the plugin on again?' })
    // Nobody said that it is on: the look itself tells.
    if (!woken) this.mailbox.state.off = false
  }

  private unpark(): void {
    const { state } = this.standing
    if (state.parkedAt === null) return
    if (state.firstPendingAt !== null) this.state.parkedFor += Date.now() - state.parkedAt
    state.parkedAt = null
  }

  // --- ends

  private async finish(why: string): Promise<Outcome> {
    const { accountId, inboxId, pluginId } = this.place
    const { firstPendingAt, facts } = this.standing.state
    await this.fact('channel.onboarded', { inboxId, pluginId, facts })
    if (firstPendingAt !== null) await this.tell('live', { kind: 'live' })
    const outcome = await this.end('active', null, why)
    const { because: _, carry: __, news: ___, ...input } = this.input
    const next = { ...input, past: this.standing.past, ...(facts && { facts }) }
    await handOver('channelHealth', workflowIdOf('channelHealth', inboxId), next, this.mailbox)
    log.info('the channel is live', { accountId, inboxId })
    return outcome
  }

  private async fail(reason: string, why: string): Promise<Outcome> {
    await this.tell('failed', { kind: 'failed', reason, why })
    return this.end('failed', reason, why)
  }

  private async end(state: string, reason: string | null, why: string): Promise<Outcome> {
    this.standing.enter(state, reason, why)
    Object.assign(this.standing.state, {
      nextCheckAt: null,
      needsAdministrator: false,
      stuck: state === 'failed',
      parkedAt: null,
    })
    await this.standing.publish({ advice: '', ended: true })
    this.wishes.close(() => this.wishAnswer())
    return { state, ...(reason !== null && { reason }) }
  }

  private beginAnew(): Promise<never> {
    const carry: OnboardingState = {
      ...this.state,
      looks: 0,
      standing: this.standing.state,
      mailbox: this.mailbox.state,
      wishes: this.wishes.state,
    }
    const { news: _, past: __, ...input } = this.input
    return continueAsNew<(input: OnboardingInput) => Promise<Outcome>>({ ...input, carry })
  }

  // --- what others see

  private async publish(isResting = true): Promise<void> {
    const { needsAdministrator, why } = this.standing.state
    await this.standing.publish({
      nextReminderAt: isResting ? undefined : this.nextReminderAt,
      givesUpAt: isResting ? undefined : this.givesUpAt,
      problem: this.state.problem?.message,
      advice: needsAdministrator
        ? `An administrator is needed: ${why}`
        : 'Nobody needs to do anything now. A signal of the list below makes it look at once.',
    })
  }

  private answerWishes(): void {
    this.wishes.settle(() => this.wishAnswer())
  }

  private wishAnswer(): Json {
    const { state, reason, nextCheckAt, parkedAt } = this.standing.state
    const { failure, memory } = this.state
    return {
      state,
      reason,
      nextCheckAt: nextCheckAt === null ? null : iso(nextCheckAt),
      ...(parkedAt !== null && { parked: true }),
      ...(failure && { error: failure }),
      ...this.table.answer?.(memory),
    }
  }

  private status(): Json {
    const { facts, ...progress } = this.standing.progress('')
    const { details: _, ...shown } = progress
    return { ...shown, lastHealth: facts, ...this.table.answer?.(this.state.memory) }
  }

  private showMemo(): void {
    const memo = this.table.memo?.(this.state.memory)
    const text = JSON.stringify(memo ?? {})
    if (!memo || text === this.state.memo) return
    this.state.memo = text
    upsertMemo({ ...memo })
  }

  /** True once administrators were told; a notice that does not get out is tried again at the next look. */
  private async tell(name: string, occasion: Occasion): Promise<boolean> {
    const { accountId, inboxId, pluginId } = this.place
    const key = `onboarding/${inboxId}/${workflowInfo().firstExecutionRunId}/${name}`
    const request = { accountId, inboxId, pluginId, key, notice: this.table.describe(occasion) }
    return succeeds(notify.executeWithOptions({ summary: `tell administrators: ${occasion.kind}` }, [request]))
  }

  private async fact(name: string, payload: Json): Promise<void> {
    const { accountId, inboxId } = this.place
    await succeeds(
      tellFact.executeWithOptions({ summary: `tell plugins: ${name}` }, [{ accountId, inboxId, name, payload }]),
    )
  }

  // --- time

  private get clock() {
    return clockAt(this.pace)
  }

  private shorten(text: string): number {
    return readSpan(text) / this.pace
  }

  private get paced() {
    return this.reminders.map(({ key, at }) => ({ key, at: at / this.pace }))
  }

  /** How long it has been waiting, without the time during which the plugin was off. */
  private get age(): number {
    const { firstPendingAt } = this.standing.state
    return firstPendingAt === null ? 0 : Date.now() - firstPendingAt - this.state.parkedFor
  }

  /** The time at which the age of the first waiting will be this. */
  private whenAged(age: number): number {
    return Date.now() - this.age + age
  }

  private get nextReminderAt(): number | undefined {
    const at = nextReminder(this.paced, this.age, this.state.reminded)
    return at === undefined ? undefined : this.whenAged(at)
  }

  private get givesUpAt(): number {
    return this.whenAged(this.shorten(this.timings.giveUp))
  }
}

type Called = Extract<ProcessEvent<Json>, { type: 'acted' | 'failed' }>

const beginning = {
  pollStep: 0,
  looks: 0,
  parkedFor: 0,
  problem: null,
  failure: null,
  reminded: [],
  asked: null,
  memo: '{}',
}

const beginningOf = ({ because }: OnboardingInput) => ({ now: Date.now(), ...(because !== undefined && { because }) })

const pluginOff: ProcessProblem = { kind: 'temporary', message: 'The plugin is off for this account.' }

const cancelledBy = (by: number | undefined | null) =>
  by ? `A person (user ${by}) cancelled it.` : 'It was cancelled: the inbox is gone or somebody asked for it.'

function outcomeOf(event: Called) {
  if (event.type === 'acted') return { outcome: 'ok' as const }
  const { kind, code, subcode, message } = event.problem
  return {
    outcome: kind === 'unanswered' ? ('unanswered' as const) : ('refused' as const),
    ...(code !== undefined && { code }),
    ...(subcode !== undefined && { subcode }),
    message,
  }
}
