import { type Inbox, removeInbox } from '../../data/inboxes.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import { failureText } from '../../shell/failure.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'

/** Deletes an inbox with its conversations after its name was typed. True when it is done. */
export async function removeInboxAfterAsking(account: number, { id, name }: Inbox): Promise<boolean> {
  const isSure = await confirm({
    title: t('settings.inboxes.removeTitle', { name }),
    text: t('settings.inboxes.removeText'),
    action: t('settings.inboxes.remove'),
    typed: name,
    typedLabel: t('settings.typeName', { name }),
  })
  if (!isSure) return false
  try {
    await removeInbox(account, id)
  } catch (error) {
    toast({ tone: 'bad', text: failureText(error) })
    return false
  }
  toast({ tone: 'good', text: t('settings.inboxes.removed', { name }) })
  return true
}
