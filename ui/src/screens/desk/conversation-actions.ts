import type { AccountData } from '../../data/account-data.ts'
import type { Agent } from '../../data/agents.ts'
import { ApiError } from '../../data/api.ts'
import type { Conversation, ConversationStatus, Priority } from '../../data/conversation.ts'
import * as calls from '../../data/conversations.ts'
import type { Team } from '../../data/teams.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'

/** What can be done to a conversation: shown at once, taken back when the server refuses. */
export class ConversationActions {
  readonly #data: AccountData

  constructor(data: AccountData) {
    this.#data = data
  }

  /** `until` in seconds, for snoozing. */
  async setStatus(conversation: Conversation, status: ConversationStatus, until?: number): Promise<void> {
    const { id, status: before } = conversation
    const done = await this.#try(id, { status }, async () => {
      const { payload } = await calls.changeStatus(this.#data.id, id, status, until)
      this.#data.conversations.change(id, { status: payload.current_status, snoozed_until: payload.snoozed_until })
    })
    if (!done) return
    const action = { label: t('desk.undo'), run: () => void this.setStatus({ ...conversation, status }, before) }
    toast({ text: t(`desk.done.${status}`, { id }), tone: 'good', action })
  }

  setPriority = ({ id }: Conversation, priority: Priority | null) =>
    this.#try(id, { priority }, () => calls.changePriority(this.#data.id, id, priority))

  assign = ({ id, meta }: Conversation, agent: Agent | null) =>
    this.#try(id, { meta: { ...meta, assignee: agent } }, () => calls.assignAgent(this.#data.id, id, agent?.id ?? null))

  assignTeam = ({ id, meta }: Conversation, team: Team | null) =>
    this.#try(id, { meta: { ...meta, team } }, () => calls.assignTeam(this.#data.id, id, team?.id ?? null))

  setLabels = ({ id }: Conversation, labels: readonly string[]) =>
    this.#try(id, { labels: [...labels] }, () => calls.replaceLabels(this.#data.id, id, labels))

  toggleLabel = (conversation: Conversation, title: string) => {
    const { labels } = conversation
    return this.setLabels(
      conversation,
      labels.includes(title) ? labels.filter((one) => one !== title) : [...labels, title],
    )
  }

  setMuted = ({ id }: Conversation, muted: boolean) =>
    this.#try(id, { muted }, () => calls.mute(this.#data.id, id, muted))

  markUnread = ({ id }: Conversation) =>
    this.#try(id, {}, async () => {
      this.#data.conversations.put(await calls.markUnread(this.#data.id, id))
    })

  markSeen = ({ id }: Conversation) =>
    this.#try(id, { unread_count: 0 }, async () => {
      const { agent_last_seen_at } = await calls.markSeen(this.#data.id, id)
      this.#data.conversations.change(id, { agent_last_seen_at, unread_count: 0 })
    })

  setAttributes = ({ id }: Conversation, custom_attributes: Record<string, unknown>) =>
    this.#try(id, { custom_attributes }, () => calls.replaceAttributes(this.#data.id, id, custom_attributes))

  /** True when the server took it. */
  async #try(id: number, change: Partial<Conversation>, send: () => Promise<unknown>): Promise<boolean> {
    const takeBack = this.#data.conversations.change(id, change)
    try {
      await send()
      return true
    } catch (error) {
      takeBack()
      toast({ tone: 'bad', text: reasonOf(error) })
      return false
    }
  }
}

/** Why something failed, in words that can be shown. */
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError && !error.isUnreachable && error.message ? error.message : t('desk.failed.unreachable')
