import { iso } from '../wire-time.ts'
import type { Notice } from './notice.entity.ts'

export const presentNotice = (notice: Notice) => ({
  id: notice.id,
  severity: notice.severity,
  title: notice.title,
  text: notice.text,
  // A text of the plugin's own catalogues, where it has one in the reader's language.
  message: notice.message ?? null,
  values: notice.messageValues,
  plugin_id: notice.pluginId ?? null,
  inbox_id: notice.inboxId ?? null,
  created_at: iso(notice.createdAt),
})
