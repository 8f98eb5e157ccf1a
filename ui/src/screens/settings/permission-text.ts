import type { TextKey } from '../../shell/catalogue.ts'
import { t } from '../../shell/language.ts'

const things: Record<string, TextKey> = {
  conversations: 'settings.may.conversations',
  messages: 'settings.may.messages',
  contacts: 'settings.may.contacts',
  inboxes: 'settings.may.inboxes',
  users: 'settings.may.users',
  reports: 'settings.may.reports',
  accounts: 'settings.may.accounts',
}

const whole: Record<string, TextKey> = {
  'storage:own': 'settings.may.storage',
  'jobs:own': 'settings.may.jobs',
  'secrets:own': 'settings.may.secrets',
  'settings:own': 'settings.may.settings',
  'http:public': 'settings.may.public',
  'workflow:start': 'settings.may.workflow',
  'users:notify': 'settings.may.notify',
  'events:webhook': 'settings.may.webhook',
  'ai:reply': 'settings.may.reply',
}

/** What a permission allows, in words. Nothing for one that is not known here. */
export function permissionText(permission: string): string | undefined {
  const known = whole[permission]
  if (known) return t(known)
  const [area = '', right = '', ...rest] = permission.split(':')
  if (area === 'http' && right === 'egress') return t('settings.may.egress', { host: rest.join(':') })
  if (area === 'ui' && right === 'panel') return t('settings.may.panel', { place: rest.join(':') })
  const thing = things[area]
  if (!thing || (right !== 'read' && right !== 'write')) return undefined
  return t(`settings.may.${right}`, { what: t(thing) })
}
