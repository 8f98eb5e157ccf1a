import { html } from 'lit'
import bold from 'lucide-static/icons/bold.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import refreshCw from 'lucide-static/icons/refresh-cw.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import shield from 'lucide-static/icons/shield.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import '../src/elements/cb-button.ts'
import '../src/elements/cb-checkbox.ts'
import '../src/elements/cb-color-picker.ts'
import '../src/elements/cb-combobox.ts'
import '../src/elements/cb-copy-field.ts'
import '../src/elements/cb-icon-button.ts'
import '../src/elements/cb-input.ts'
import '../src/elements/cb-keys.ts'
import '../src/elements/cb-segmented.ts'
import '../src/elements/cb-select.ts'
import '../src/elements/cb-switch.ts'
import '../src/elements/cb-tabs.ts'
import '../src/elements/cb-textarea.ts'
import type { Demo } from './demo.ts'

const languages = [
  { value: 'en', label: 'English' },
  { value: 'pt', label: 'Português' },
  { value: 'es', label: 'Español' },
  { value: 'ar', label: 'العربية', disabled: true },
]

const people = [
  { value: '1', label: 'Inês Carvalho', detail: 'ines@ternandthistle.example' },
  { value: '2', label: 'Noor Haddad', detail: 'noor@ternandthistle.example' },
  { value: '3', label: 'Юлія Коваленко', detail: 'yuliia@ternandthistle.example' },
]

export const controls: Demo[] = [
  {
    title: 'Button',
    tags: 'cb-button cb-icon-button cb-keys',
    body: () => html`<div class="line">
        <cb-button kind="primary">Save</cb-button>
        <cb-button kind="primary" disabled>Off</cb-button>
        <cb-button kind="primary" loading>Saving</cb-button>
        <cb-button kind="primary">Send<cb-keys slot="end" keys="$mod+Enter"></cb-keys></cb-button>
      </div>
      <div class="line">
        <cb-button><cb-icon slot="start" .name=${refreshCw}></cb-icon>Check again</cb-button>
        <cb-button kind="quiet">Quiet</cb-button>
        <cb-button kind="danger"><cb-icon slot="start" .name=${trash}></cb-icon>Delete</cb-button>
        <cb-button kind="danger-quiet">Delete</cb-button>
        <cb-button kind="danger-quiet" quiet>Delete</cb-button>
        <cb-button size="s">Small</cb-button>
        <cb-button size="l">Large</cb-button>
        <cb-button href="#here">A link</cb-button>
      </div>
      <div class="line">
        <cb-icon-button .icon=${plus} label="Add"></cb-icon-button>
        <cb-icon-button .icon=${bold} label="Bold" .pressed=${true}></cb-icon-button>
        <cb-icon-button .icon=${search} label="Search" bordered></cb-icon-button>
        <cb-icon-button .icon=${x} label="Close" size="s"></cb-icon-button>
        <cb-icon-button .icon=${trash} label="Delete" danger></cb-icon-button>
        <cb-icon-button .icon=${x} label="Close this" disabled></cb-icon-button>
      </div>`,
  },
  {
    title: 'Fields',
    tags: 'cb-input cb-textarea cb-select cb-combobox cb-copy-field',
    body: () => html`<div class="thirds">
        <cb-input label="Name" value="Tern & Thistle" hint="Shown to customers."></cb-input>
        <cb-input label="E-mail" type="email" value="helene@" error="This address is not complete."></cb-input>
        <cb-input label="Search plugins" label-hidden placeholder="Search plugins" value="orders" with-clear type="search"
          ><cb-icon slot="start" .name=${search}></cb-icon
        ></cb-input>
        <cb-input label="Password" type="password" password-toggle value="Lichen-mug"></cb-input>
        <cb-input label="Read only" readonly value="TT-4471"></cb-input>
        <cb-input label="Off" disabled value="Not now"></cb-input>
        <cb-select label="Language" value="pt" .options=${languages}></cb-select>
        <cb-select label="Role" value="" error="Choose a role." .options=${[{ value: 'agent', label: 'Agent', icon: shield }]}></cb-select>
        <cb-select label="Off" value="en" disabled .options=${languages}></cb-select>
        <cb-combobox label="Agent" .options=${people} .values=${['2']}></cb-combobox>
        <cb-combobox label="Members" multiple .options=${people} .values=${['1', '3']} hint="They get conversations."></cb-combobox>
        <cb-copy-field label="Verify token" secret value="a7f3-91c0-5be2"></cb-copy-field>
        <cb-input label="Large" size="l" value="sign-in"></cb-input>
        <cb-textarea label="Used for" value="A replacement leaves the studio" hint="Colleagues read it in lists."></cb-textarea>
        <cb-textarea label="Message" value="" error="Write a message."></cb-textarea>
      </div>`,
  },
  {
    title: 'Choices',
    tags: 'cb-switch cb-checkbox cb-segmented cb-tabs cb-color-picker',
    body: () => html`<div class="line">
        <cb-switch checked>In the sidebar</cb-switch>
        <cb-switch label="Off"></cb-switch>
        <cb-switch disabled checked>Not now</cb-switch>
        <cb-checkbox checked>Required</cb-checkbox>
        <cb-checkbox>Optional</cb-checkbox>
        <cb-checkbox indeterminate label="Some"></cb-checkbox>
        <cb-checkbox disabled>Not now</cb-checkbox>
      </div>
      <div class="line">
        <cb-segmented label="Mode" value="reply" .options=${[
          { value: 'reply', label: 'Reply' },
          { value: 'note', label: 'Private note', icon: mail },
          { value: 'all', label: 'All', count: 12 },
        ]}></cb-segmented>
        <cb-color-picker label="Colour" value="#165b9c"></cb-color-picker>
      </div>
      <cb-tabs label="Inbox" value="settings" .tabs=${[
        { value: 'settings', label: 'Settings' },
        { value: 'members', label: 'Collaborators', count: 4 },
        { value: 'configuration', label: 'Configuration' },
      ]}></cb-tabs>`,
  },
]
