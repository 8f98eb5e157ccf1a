import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import bellOff from 'lucide-static/icons/bell-off.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import panelRight from 'lucide-static/icons/panel-right.svg?raw'
import reply from 'lucide-static/icons/reply.svg?raw'
import tag from 'lucide-static/icons/tag.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import type { Conversation } from '../../data/conversation.ts'
import type { ComposerMode } from '../../data/drafts.ts'
import type { MenuItem } from '../../elements/cb-menu.ts'
import { type Command, commands } from '../../shell/commands.ts'
import { t } from '../../shell/language.ts'
import { ConversationActions } from './conversation-actions.ts'
import {
  agentEntries,
  chooseForConversation,
  labelEntries,
  priorityEntries,
  statusEntries,
  teamEntries,
} from './conversation-menu.ts'

interface DeskHandles {
  data: () => AccountData | undefined
  conversation: () => Conversation | undefined
  step: (step: 1 | -1) => void
  write: (mode: ComposerMode) => void
  togglePanel: () => void
}

/** What can be done on the desk by name or key. Gives back what takes it away. */
export function startDeskCommands(desk: DeskHandles): () => void {
  const section = t('desk.title')
  const isOpen = () => desk.conversation() !== undefined
  const choices =
    (entriesOf: (conversation: Conversation, data: AccountData) => readonly MenuItem[]) => (): Command[] => {
      const [conversation, data] = [desk.conversation(), desk.data()]
      if (!conversation || !data) return []
      return entriesOf(conversation, data).map(({ value = '', label }) => ({
        id: value,
        title: label,
        section,
        run: () => void chooseForConversation(value, conversation, data),
      }))
    }
  const nested = (id: string, title: string, icon: string, children: () => Command[], shortcut = ''): Command => ({
    id,
    title,
    section,
    icon,
    ...(shortcut ? { shortcut } : {}),
    when: isOpen,
    run: () => {},
    children,
  })
  return commands.add(
    { id: 'next', title: t('desk.hint.next'), section, icon: arrowDown, shortcut: 'Alt+KeyJ', run: () => desk.step(1) },
    {
      id: 'previous',
      title: t('desk.hint.previous'),
      section,
      icon: arrowUp,
      shortcut: 'Alt+KeyK',
      run: () => desk.step(-1),
    },
    {
      id: 'toggle-status',
      title: t('desk.command.resolve'),
      section,
      icon: check,
      shortcut: 'Alt+KeyE',
      when: isOpen,
      run: () => toggleStatus(desk),
    },
    {
      id: 'reply',
      title: t('desk.command.reply'),
      section,
      icon: reply,
      shortcut: 'Alt+KeyL',
      worksInTexts: true,
      when: isOpen,
      run: () => desk.write('reply'),
    },
    {
      id: 'note',
      title: t('desk.command.note'),
      section,
      icon: lock,
      shortcut: 'Alt+KeyP',
      worksInTexts: true,
      when: isOpen,
      run: () => desk.write('note'),
    },
    {
      id: 'panel',
      title: t('desk.panel.show'),
      section,
      icon: panelRight,
      shortcut: 'Alt+KeyO',
      when: isOpen,
      run: desk.togglePanel,
    },
    nested(
      'snooze',
      t('desk.status.snooze'),
      clock,
      choices((conversation) => statusEntries(conversation).find(({ items }) => items)?.items as MenuItem[]),
      'Alt+KeyM',
    ),
    nested('assign', t('desk.command.assign'), user, choices(agentEntries)),
    nested(
      'team',
      t('desk.command.team'),
      users,
      choices(({ meta }, data) => teamEntries(data, meta.team?.id)),
    ),
    nested(
      'priority',
      t('desk.command.priority'),
      flag,
      choices(({ priority }) => priorityEntries(priority)),
    ),
    nested(
      'labels',
      t('desk.labels.add'),
      tag,
      choices(({ labels }, data) => labelEntries(data, labels)),
    ),
    { id: 'mute', title: t('desk.command.mute'), section, icon: bellOff, when: isOpen, run: () => toggleMute(desk) },
  )
}

function toggleStatus({ conversation, data }: DeskHandles): void {
  const [open, account] = [conversation(), data()]
  if (open && account)
    void new ConversationActions(account).setStatus(open, open.status === 'open' ? 'resolved' : 'open')
}

function toggleMute({ conversation, data }: DeskHandles): void {
  const [open, account] = [conversation(), data()]
  if (open && account) void new ConversationActions(account).setMuted(open, !open.muted)
}
