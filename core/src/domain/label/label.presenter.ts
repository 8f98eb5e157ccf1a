import type { Label } from './label.entity.ts'

export const presentLabel = (label: Label) => ({
  id: label.id,
  title: label.title,
  description: label.description ?? null,
  color: label.color,
  show_on_sidebar: label.showOnSidebar,
})
