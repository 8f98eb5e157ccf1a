import { createContext } from '@lit/context'
import { type Agent, listAgents, listAssignable } from './agents.ts'
import { Collection } from './collection.ts'
import type { ConversationFilter } from './conversation-filter.ts'
import { ConversationList } from './conversation-list.ts'
import { ConversationStore } from './conversation-store.ts'
import { type AttributeDefinition, listAttributeDefinitions } from './custom-attributes.ts'
import { Drafts } from './drafts.ts'
import { type Inbox, listInboxes } from './inboxes.ts'
import { type Label, listLabels } from './labels.ts'
import { listNotices, type Notice } from './notices.ts'
import { Presence } from './presence.ts'
import { Realtime } from './realtime.ts'
import type { User } from './session.ts'
import { listTeams, type Team } from './teams.ts'
import { Thread } from './thread.ts'
import { Typing } from './typing.ts'

const keptThreads = 20

/** The stores of the open account; made by the shell, gone when another account is opened. */
export class AccountData {
  readonly id: number
  readonly user: User
  readonly realtime: Realtime
  readonly conversations: ConversationStore
  readonly presence: Presence
  readonly typing: Typing
  readonly drafts: Drafts
  readonly inboxes: Collection<Inbox>
  readonly agents: Collection<Agent>
  readonly teams: Collection<Team>
  readonly labels: Collection<Label>
  readonly attributes: Collection<AttributeDefinition>
  /** Empty for whoever is no administrator. */
  readonly notices: Collection<Notice>
  readonly #threads = new Map<number, Thread>()
  readonly #assignable = new Map<number, Collection<Agent>>()

  constructor(id: number, user: User) {
    this.id = id
    this.user = user
    this.realtime = new Realtime(id, user)
    this.conversations = new ConversationStore(id, this.realtime)
    this.presence = new Presence(this.realtime)
    this.typing = new Typing(this.realtime, user.id)
    this.drafts = new Drafts(id)
    this.inboxes = new Collection(() => listInboxes(id))
    this.agents = new Collection(() => listAgents(id))
    this.teams = new Collection(() => listTeams(id))
    this.labels = new Collection(() => listLabels(id))
    this.attributes = new Collection(() => listAttributeDefinitions(id))
    const isAdministrator = user.accounts.find((account) => account.id === id)?.role === 'administrator'
    this.notices = new Collection(async () => (isAdministrator ? listNotices(id) : []))
    this.#follow()
  }

  /** What every screen needs. Fails with the first call that does. */
  async load(): Promise<void> {
    const all = [this.inboxes, this.agents, this.teams, this.labels, this.attributes, this.notices]
    await Promise.all(all.map((one) => one.load()))
  }

  list(filter: ConversationFilter): ConversationList {
    return new ConversationList(this.id, this.user.id, filter, this.conversations, this.realtime)
  }

  /** Who may be given a conversation of an inbox; asked for when it is first wanted. */
  assignable(inbox: number): Collection<Agent> {
    const known = this.#assignable.get(inbox)
    if (known) return known
    const agents = new Collection(() => listAssignable(this.id, inbox))
    this.#assignable.set(inbox, agents)
    void agents.load().catch(() => {})
    return agents
  }

  /** The messages of a conversation. The last ones opened are kept, so that coming back takes no time. */
  thread(conversation: number): Thread {
    const known = this.#threads.get(conversation)
    const thread = known ?? new Thread(this.id, conversation, this.user)
    this.#threads.delete(conversation)
    this.#threads.set(conversation, thread)
    for (const [id, old] of this.#threads)
      if (this.#threads.size > keptThreads && !old.isWatched) this.#threads.delete(id)
    return thread
  }

  close(): void {
    this.realtime.close()
    this.typing.close()
  }

  #follow(): void {
    this.realtime.on(['message.created', 'message.updated'], (event) => {
      const thread = this.#threads.get(event.conversation_id)
      if (thread?.isLoaded) thread.receive(event)
    })
    this.realtime.on('account.cache_invalidated', () => {
      for (const collection of [this.labels, this.inboxes, this.teams, ...this.#assignable.values()])
        void collection.refresh().catch(() => {})
    })
    this.realtime.on(['notice.created', 'notice.settled'], () => void this.notices.refresh().catch(() => {}))
    this.realtime.onResume(() => {
      for (const [id, thread] of this.#threads) {
        if (thread.isWatched) void thread.load()
        else this.#threads.delete(id)
      }
      for (const collection of [
        this.labels,
        this.inboxes,
        this.teams,
        this.agents,
        this.notices,
        ...this.#assignable.values(),
      ])
        void collection.refresh().catch(() => {})
    })
  }
}

export const dataContext = createContext<AccountData | undefined>(Symbol.for('cordboard.account-data'))
