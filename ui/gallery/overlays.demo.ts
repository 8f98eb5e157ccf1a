import { html } from 'lit'
import alarmClock from 'lucide-static/icons/alarm-clock.svg?raw'
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import listFilter from 'lucide-static/icons/list-filter.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import '../src/elements/cb-button.ts'
import type { CbDialog } from '../src/elements/cb-dialog.ts'
import '../src/elements/cb-dialog.ts'
import '../src/elements/cb-drawer.ts'
import '../src/elements/cb-icon-button.ts'
import '../src/elements/cb-input.ts'
import '../src/elements/cb-menu.ts'
import '../src/elements/cb-toaster.ts'
import '../src/elements/cb-tooltip.ts'
import { toast } from '../src/shell/toast.ts'
import type { Demo } from './demo.ts'

const items = [
  { title: 'Conversation' },
  { value: 'next', label: 'Resolve, open next', keys: '$mod+Alt+E' },
  {
    value: 'snooze',
    label: 'Snooze',
    icon: alarmClock,
    items: [
      { value: 'tomorrow', label: 'Tomorrow', detail: 'Sat 9:00' },
      { value: 'week', label: 'Next week' },
    ],
  },
  'line' as const,
  { value: 'priority', label: 'Priority', icon: flag, detail: 'High' },
  { value: 'mute', label: 'Mute this contact', disabled: true },
  'line' as const,
  { value: 'delete', label: 'Delete conversation', icon: trash, danger: true },
]

const open = (id: string) => () => document.querySelector<CbDialog>(`#${id}`)?.setAttribute('open', '')

export const overlays: Demo[] = [
  {
    title: 'Overlays',
    tags: 'cb-menu cb-dialog cb-drawer cb-tooltip cb-toaster',
    body: () => html`<div class="line">
        <cb-menu id="demo-menu" label="Conversation" .items=${items} @cb-choose=${(event: CustomEvent<{ value: string }>) => toast({ text: `Chosen: ${event.detail.value}` })}
          ><cb-button slot="trigger">More</cb-button></cb-menu
        >
        <cb-menu label="Row" placement="end" .items=${items}><cb-icon-button slot="trigger" .icon=${ellipsis} label="More"></cb-icon-button></cb-menu>
        <cb-button id="open-dialog" @click=${open('demo-dialog')}>Open dialog</cb-button>
        <cb-button @click=${open('demo-drawer')}>Open drawer</cb-button>
        <cb-tooltip text="Filter conversations" keys="F"><cb-icon-button .icon=${listFilter} label="Filter"></cb-icon-button></cb-tooltip>
        <cb-button id="open-toast" @click=${() => toast({ text: 'Resolved the conversation with Олена Шевчук', action: { label: 'Undo', run: () => {} } })}>Say something</cb-button>
        <cb-button @click=${() => toast({ text: 'The label could not be saved.', tone: 'bad' })}>Say something bad</cb-button>
      </div>
      <cb-dialog id="demo-dialog" label="Invite an agent" @cb-close=${(event: Event) => (event.target as Element).removeAttribute('open')}>
        <cb-input label="E-mail" autofocus></cb-input>
        <cb-button slot="footer" data-dialog="close">Cancel</cb-button><cb-button slot="footer" kind="primary">Invite</cb-button>
      </cb-dialog>
      <cb-drawer id="demo-drawer" label="Delivery 4711"><p>What failed, and the provider's own words.</p><cb-button slot="footer">Retry</cb-button></cb-drawer>
      <cb-toaster></cb-toaster>`,
  },
]
