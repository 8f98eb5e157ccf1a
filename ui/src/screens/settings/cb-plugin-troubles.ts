import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import type { Plugin } from '../../data/plugins.ts'
import {
  type FailedDelivery,
  type InboundEvent,
  listDeliveries,
  listInboundEvents,
  settleDelivery,
  settleInboundEvent,
} from '../../data/undelivered.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-callout.ts'
import { define } from '../../elements/define.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { dateOf, exactTime, shortAge } from '../../shell/time.ts'
import { toast } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import { settingsStyles } from './settings-screen.ts'

/** One line of the list: a fact that a plugin did not take, or a payload that was not stored. */
interface Trouble {
  key: string
  title: string
  badge: string
  tone: 'bad' | 'warn' | 'neutral'
  at: string
  error: string | null
  excerpt: string
  /** Absent where trying again can change nothing. */
  retry?: () => Promise<void>
  skip: () => Promise<void>
}

// Both kinds are worked off after the answer: what became of it shows a moment later.
const lookAgainAfter = [600, 2_000, 6_000]

/** What a plugin could not deal with, or what waits for it to be switched on. Nothing of it is lost. */
export class CbPluginTroubles extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      :host { display: grid; gap: var(--cb-space-12); } :host([hidden]) { display: none; }
      li { flex-wrap: wrap; }
      .error { flex-basis: 100%; font-size: var(--cb-size-xs); color: var(--cb-text-muted); overflow-wrap: anywhere; }
      details { flex-basis: 100%; font-size: var(--cb-size-xs); }
      summary { cursor: pointer; color: var(--cb-text-muted); }
      pre { margin: var(--cb-space-8) 0 0; max-block-size: 12rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--cb-font-mono); }
    `,
  ]

  @property({ attribute: false }) plugin!: Plugin
  @property({ type: Number }) account = 0
  @state() private troubles: Trouble[] = []
  @state() private isBusy = false
  readonly #load = new Task(this, { task: () => this.#read(), args: () => [this.account, this.plugin] })

  async #read(): Promise<void> {
    const [deliveries, inbound] = await Promise.all([
      listDeliveries(this.account, this.plugin.id),
      listInboundEvents(this.account, this.plugin.id),
    ])
    this.troubles = [
      ...deliveries.map((delivery) => this.#ofDelivery(delivery)),
      ...inbound.map((event) => this.#ofInbound(event)),
    ]
  }

  #ofDelivery(delivery: FailedDelivery): Trouble {
    const isDead = delivery.state === 'dead'
    return {
      key: `delivery-${delivery.event_id}`,
      title: delivery.name,
      badge: isDead
        ? t('settings.plugins.troubles.dead', { count: delivery.attempts })
        : t('settings.plugins.troubles.waiting', { time: exactTime(secondsOf(delivery.next_at)) }),
      tone: isDead ? 'bad' : 'warn',
      at: delivery.occurred_at ?? delivery.next_at,
      error: delivery.last_error,
      excerpt: delivery.payload ? JSON.stringify(delivery.payload, null, 2) : '',
      retry: () => settleDelivery(this.account, delivery, 'retry'),
      skip: () => settleDelivery(this.account, delivery, 'skip'),
    }
  }

  #ofInbound(event: InboundEvent): Trouble {
    const isHeld = event.state === 'held'
    return {
      key: `inbound-${event.id}`,
      title: t('settings.plugins.troubles.inbound', { inbox: event.inbox_id }),
      badge: t(isHeld ? 'settings.plugins.troubles.held' : 'settings.plugins.troubles.failed'),
      tone: isHeld ? 'neutral' : 'bad',
      at: event.received_at,
      error: event.error,
      excerpt: event.payload,
      // What is held goes on by itself when the plugin is on; while it is off, trying would hold it again.
      ...(!isHeld && { retry: () => settleInboundEvent(this.account, event, 'retry') }),
      skip: () => settleInboundEvent(this.account, event, 'skip'),
    }
  }

  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    this.isBusy = true
    try {
      await work()
      toast({ tone: 'good', text: done })
    } catch (error) {
      toast({ tone: 'bad', text: failureText(error) })
    } finally {
      this.isBusy = false
    }
    await this.#lookAgain()
  }

  async #lookAgain(): Promise<void> {
    await this.#load.run()
    for (const pause of lookAgainAfter) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      if (!this.isConnected) return
      await this.#load.run()
      this.dispatchEvent(new CustomEvent('cb-plugin-changed', { bubbles: true, composed: true }))
    }
  }

  async #retryAll(): Promise<void> {
    for (const { retry } of this.troubles) await retry?.()
  }

  override willUpdate(): void {
    const { dead_deliveries, failed_inbound, held_inbound } = this.plugin
    this.hidden = dead_deliveries + failed_inbound + held_inbound + this.troubles.length === 0
  }

  override render() {
    const { dead_deliveries, failed_inbound, held_inbound } = this.plugin
    return html`${
      held_inbound > 0
        ? html`<cb-callout .icon=${hourglass} heading=${t('settings.plugins.held', { count: held_inbound })}>${t('settings.plugins.heldText')}</cb-callout>`
        : nothing
    }${
      failed_inbound > 0
        ? html`<cb-callout tone="bad" heading=${t('settings.plugins.failedInbound', { count: failed_inbound })}>${t('settings.plugins.failedInboundText')}</cb-callout>`
        : nothing
    }${
      dead_deliveries > 0
        ? html`<cb-callout tone="warn" heading=${t('settings.plugins.dead', { count: dead_deliveries })}>${t('settings.plugins.deadText')}</cb-callout>`
        : nothing
    }${this.#load.render({
      complete: () => this.#renderList(),
      // While it is read again, what was there stays.
      pending: () => this.#renderList(),
      error: (error) => html`<cb-callout tone="bad">${failureText(error)}</cb-callout>`,
    })}`
  }

  #renderList() {
    if (this.troubles.length === 0) return nothing
    const canRetry = this.troubles.some(({ retry }) => retry)
    return html`<section class="card" aria-busy=${this.isBusy}>
      <div class="head"><h2>${t('settings.plugins.troubles.title')}</h2>
        ${canRetry ? html`<cb-button ?disabled=${this.isBusy} @click=${() => this.#do(() => this.#retryAll(), t('settings.plugins.troubles.retried'))}>${t('settings.plugins.troubles.retryAll')}</cb-button>` : nothing}
      </div>
      <ul class="lines">${this.troubles.map((trouble) => this.#renderTrouble(trouble))}</ul>
    </section>`
  }

  #renderTrouble({ title, badge, tone, at, error, excerpt, retry, skip }: Trouble) {
    const seconds = secondsOf(at)
    return html`<li>
      <span class="grow"><b>${title}</b><small title=${exactTime(seconds)}>${shortAge(seconds)}</small></span>
      <cb-badge tone=${tone}>${badge}</cb-badge>
      ${retry ? html`<cb-button ?disabled=${this.isBusy} @click=${() => this.#do(retry, t('settings.plugins.troubles.retried'))}>${t('settings.plugins.troubles.retry')}</cb-button>` : nothing}
      <cb-button ?disabled=${this.isBusy} @click=${() => this.#do(skip, t('settings.plugins.troubles.skipped'))}>${t('settings.plugins.troubles.skip')}</cb-button>
      ${error ? html`<p class="error">${error}</p>` : nothing}
      ${excerpt ? html`<details><summary>${t('settings.plugins.troubles.content')}</summary><pre tabindex="0">${excerpt}</pre></details>` : nothing}
    </li>`
  }
}

const secondsOf = (iso: string): number => dateOf(iso).getTime() / 1000

define('cb-plugin-troubles', CbPluginTroubles)

declare global {
  interface HTMLElementTagNameMap {
    'cb-plugin-troubles': CbPluginTroubles
  }
}
