import { type ProcessSubject, workflowIdOf } from '@cordboard/core/processes/process.ts'
import type { HealthWatch, Json, NoticeText, ProcessProblem, Seen, Watched } from '@cordboard/plugin-sdk/onboarding'
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { act, actOnce, notify, observe, problemOf, succeeds, tellFact } from '../activities.ts'
import { clockAt, decidingClockAt } from '../clock.ts'
import { inWords } from '../details.ts'
import { handOver } from '../hand-over.ts'
import { Mailbox, type MailboxState } from '../mailbox.ts'
import { withJitter } from '../poll-schedule.ts'
import { iso, Standing, type StandingState } from '../standing.ts'
import type { HealthInput } from './health-of.ts'

const mostLooks = 500
const keptKeys = 200

/** All that is handed on when the watch begins anew with an empty history. */
export interface HealthState {
  memory: Json
  facts: Json | null
  problem: ProcessProblem | null
  acted: Seen<Json>['acted'] | null
  standing: StandingState
  mailbox: MailboxState
  /** Keys of the notices that are out. */
  told: string[]
  looks: number
}

// biome-ignore lint/suspicious/noExplicitAny: each plugin has facts of its own
type Watch = HealthWatch<any>

/** One channel that is live: look, compare with before, tell, and again. */
export class HealthRun {
  private readonly watch: Watch
  private readonly input: HealthInput
  private readonly place: ProcessSubject
  private readonly state: Omit<HealthState, 'standing' | 'mailbox'>
  private readonly standing: Standing
  private readonly mailbox: Mailbox

  /** Registers every handler at once: nothing may be awaited before. */
  constructor(watch: Watch, input: HealthInput) {
    const { accountId, inboxId, pluginId, channelType, carry, facts } = input
    this.watch = watch
    this.input = input
    this.place = { accountId, inboxId, pluginId, channelType }
    this.state = carry ?? { ...beginning, facts: facts ?? null }
    this.standing = new Standing('health', input, carry?.standing)
    this.mailbox = new Mailbox(carry?.mailbox ?? (input.news && { waiting: input.news }))
    this.mailbox.listen(watch.news)
    this.mailbox.mayBeSuperseded()
    setHandler(defineQuery('status'), () => this.status(), {
      description: 'How the channel is, its last facts and the time of the next look.',
    })
    if (carry) return
    this.standing.enter('active', null, 'The channel is live.')
    this.standing.state.facts = facts ?? null
  }

  async toItsEnd(): Promise<void> {
    for (;;) {
      if (this.mailbox.superseded) return
      if (this.mailbox.isCancelled) return this.stopped()
      if (this.mailbox.state.off) {
        await this.park()
        continue
      }
      if (this.state.looks >= mostLooks || workflowInfo().continueAsNewSuggested) await this.beginAnew()
      const watched = await this.look()
      if (!watched) await this.park()
      else if (watched.onboard !== undefined) return this.onboard(watched.onboard)
      else await this.wait(watched)
    }
  }

  async stopped(): Promise<void> {
    this.standing.enter('cancelled', null, 'It was cancelled: the inbox is gone or somebody asked for it.')
    Object.assign(this.standing.state, { nextCheckAt: null, needsAdministrator: false, stuck: false, parkedAt: null })
    await this.standing.publish({ advice: '', ended: true })
    await condition(allHandlersFinished)
  }

  /** One look and all that follows from it; undefined when the plugin is off. */
  private async look(): Promise<Watched | undefined> {
    this.state.looks++
    const news = this.mailbox.take()
    const seen = await this.observe()
    if (!seen) {
      this.mailbox.giveBack(news)
      return undefined
    }
    const before = this.state.facts ?? undefined
    const acted = this.state.acted ?? undefined
    const watched = this.watch.watch(
      this.state.memory,
      { ...seen, before, acted, news },
      decidingClockAt(this.input.pace ?? 1),
    )
    Object.assign(this.state, { memory: watched.memory, problem: seen.problem ?? null, acted: null })
    if (seen.now) this.state.facts = this.standing.state.facts = seen.now
    await this.tell(watched)
    if (watched.act !== undefined) await this.carryOut(watched.act)
    return watched
  }

  private async observe(): Promise<Pick<Seen<Json>, 'now' | 'problem'> | undefined> {
    try {
      const answer = await observe.executeWithOptions({ summary: 'look at the channel' }, [this.place])
      if ('off' in answer) return undefined
      this.standing.state.parkedAt = null
      return { now: answer.facts }
    } catch (error) {
      if (isCancellation(error)) throw error
      this.standing.state.parkedAt = null
      return { problem: problemOf(error, 'temporary') }
    }
  }

  private async tell({ changes, notices }: Watched): Promise<void> {
    const { accountId, inboxId, pluginId } = this.place
    if (changes.length > 0) {
      const request = { accountId, inboxId, name: 'channel.healthChanged', payload: { inboxId, pluginId, changes } }
      await succeeds(tellFact.executeWithOptions({ summary: 'tell plugins what changed' }, [request]))
    }
    for (const { key, ...notice } of notices) if (!this.state.told.includes(key)) await this.notify(key, notice)
  }

  private async notify(key: string, notice: NoticeText): Promise<void> {
    const { accountId, inboxId, pluginId } = this.place
    const full = `health/${inboxId}/${workflowInfo().firstExecutionRunId}/${key}`
    const request = { accountId, inboxId, pluginId, key: full, notice }
    if (await succeeds(notify.executeWithOptions({ summary: `tell administrators: ${notice.severity}` }, [request])))
      this.state.told = [...this.state.told, key].slice(-keptKeys)
  }

  private async carryOut(action: string): Promise<void> {
    const about = this.watch.actions[action]
    const once = about?.once ?? false
    try {
      const answer = await (once ? actOnce : act).executeWithOptions({ summary: about?.summary ?? inWords(action) }, [
        { ...this.place, action, input: {}, by: 'automatic' },
      ])
      if ('result' in answer) this.state.acted = { action, result: answer.result }
    } catch (error) {
      if (isCancellation(error)) throw error
      this.state.acted = { action, problem: problemOf(error, 'unanswered') }
    }
  }

  private async wait({ summary, stuck = false, checkIn, act: action }: Watched): Promise<void> {
    const { state } = this.standing
    this.standing.enter('active', null, summary)
    Object.assign(state, { needsAdministrator: stuck, stuck })
    // After an action a look tells soon what came of it.
    const usual = action === undefined ? this.clock.hours(this.watch.everyHours) : this.clock.minutes(1)
    const wait = checkIn ?? withJitter(usual, Math.random())
    state.nextCheckAt = Date.now() + wait
    await this.publish(summary)
    const timer = { summary: 'next look' }
    if (!(await condition(() => this.mailbox.isWoken, Math.max(wait, 1), timer))) return
    // News comes in swarms: one look serves all of it.
    const isOver = () => this.mailbox.isCancelled || this.mailbox.superseded || this.mailbox.state.off
    await condition(isOver, this.clock.seconds(5), { summary: 'gather news' })
  }

  /** Waits until the plugin is on again; looks once a day whether it is. */
  private async park(): Promise<void> {
    const { state } = this.standing
    state.parkedAt ??= Date.now()
    state.nextCheckAt = Date.now() + this.clock.hours(24)
    await this.publish()
    this.mailbox.turned = false
    const isOn = () => this.mailbox.isCancelled || this.mailbox.superseded || this.mailbox.turned
    const woken = await condition(isOn, this.clock.hours(24), { summary: 'is the plugin on again?' })
    if (!woken) this.mailbox.state.off = false
  }

  private async onboard(because: string): Promise<void> {
    this.standing.enter('onboarding', because, `Onboarding begins again: ${inWords(because)}.`)
    this.standing.state.nextCheckAt = null
    await this.publish()
    const { carry: _, news: __, facts: ___, ...input } = this.input
    await handOver(
      'channelOnboarding',
      workflowIdOf('channelOnboarding', this.place.inboxId),
      { ...input, because, past: this.standing.past },
      this.mailbox,
    )
    await condition(allHandlersFinished)
  }

  private async beginAnew(): Promise<never> {
    await condition(allHandlersFinished)
    const carry = { ...this.state, looks: 0, standing: this.standing.state, mailbox: this.mailbox.state }
    const { news: _, facts: __, past: ___, ...input } = this.input
    return continueAsNew<(input: HealthInput) => Promise<void>>({ ...input, carry })
  }

  private async publish(summary?: string): Promise<void> {
    await this.standing.publish({
      problem: this.state.problem?.message,
      advice: this.standing.state.stuck
        ? `An administrator is needed: ${summary ?? this.standing.state.why}`
        : 'Nobody needs to do anything now. A signal of the list below makes it look at once.',
    })
  }

  private status(): Json {
    const { facts, details: _, ...shown } = this.standing.progress('')
    return { ...shown, lastHealth: facts, problem: this.state.problem, at: iso(this.clock.now) }
  }

  private get clock() {
    return clockAt(this.input.pace ?? 1)
  }
}

const beginning = { memory: {}, facts: null, problem: null, acted: null, told: [], looks: 0 }
