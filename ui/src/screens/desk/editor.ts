import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { baseKeymap, chainCommands, exitCode, toggleMark, wrapIn } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import {
  defaultMarkdownParser,
  defaultMarkdownSerializer,
  schema as full,
  MarkdownParser,
  MarkdownSerializer,
} from 'prosemirror-markdown'
import { DOMParser, type MarkType, type Node, type NodeType, Schema } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, EditorState, Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'

export type Format = 'bold' | 'italic' | 'code' | 'bullets' | 'numbers' | 'quote'

export interface EditorOptions {
  label: string
  text: string
  /** Whether Enter alone sends; Ctrl or Command with Enter always does. */
  sendsOnEnter: () => boolean
  onChange: () => void
  onSubmit: () => void
  onFiles: (files: File[]) => void
}

const unused = ['image', 'heading', 'horizontal_rule']
const schema = new Schema({
  nodes: unused.reduce((nodes, name) => nodes.remove(name), full.spec.nodes),
  marks: full.spec.marks,
})
const { nodes, marks } = schema as unknown as { nodes: Record<string, NodeType>; marks: Record<string, MarkType> }
const node = (name: string): NodeType => nodes[name] as NodeType
const mark = (name: string): MarkType => marks[name] as MarkType

const { heading: _heading, hr: _hr, image: _image, ...tokens } = defaultMarkdownParser.tokens
const tokenizer = new MarkdownIt('commonmark', { html: false }).disable([
  'heading',
  'lheading',
  'hr',
  'image',
  'reference',
])
const parser = new MarkdownParser(schema, tokenizer, { ...tokens, softbreak: { node: 'hard_break' } })

// Channels show what they are given: a line break is a line break, and nothing is escaped that people would see.
const serializer = new MarkdownSerializer(
  {
    ...defaultMarkdownSerializer.nodes,
    hard_break: (state) => state.write('\n'),
    text: (state, { text = '' }) => state.text(text, false),
  },
  defaultMarkdownSerializer.marks,
)

/** The reply's editor: markdown in, markdown out. */
export class Editor {
  readonly #view: EditorView
  readonly #options: EditorOptions

  constructor(place: HTMLElement, options: EditorOptions) {
    this.#options = options
    this.#view = new EditorView(place, {
      state: this.#stateOf(options.text),
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': options.label, dir: 'auto' },
      handleDOMEvents: {
        paste: (_view, event) => this.#paste(event),
        // The composer takes dropped files; dropped text comes as plain text.
        drop: (_view, event) => this.#take(event, event.dataTransfer),
      },
      dispatchTransaction: (transaction) => {
        this.#view.updateState(this.#view.state.apply(transaction))
        if (transaction.docChanged) options.onChange()
      },
    })
  }

  get text(): string {
    return serializer.serialize(this.#view.state.doc).trim()
  }

  /** Replaces everything, and forgets what could be undone. */
  set text(text: string) {
    this.#view.updateState(this.#stateOf(text))
  }

  set label(label: string) {
    this.#view.dom.setAttribute('aria-label', label)
  }

  get hasFocus(): boolean {
    return this.#view.hasFocus()
  }

  focus(): void {
    this.#view.focus()
  }

  insert(text: string): void {
    this.#view.dispatch(this.#view.state.tr.insertText(text).scrollIntoView())
    this.#view.focus()
  }

  format(format: Format): void {
    commands[format](this.#view.state, this.#view.dispatch)
    this.#view.focus()
  }

  /** Makes the selected words a link, or takes the link away. */
  link(href: string | undefined): void {
    const { state, dispatch } = this.#view
    if (!href) toggleMark(mark('link'))(state, dispatch)
    else if (state.selection.empty)
      dispatch(state.tr.insert(state.selection.from, schema.text(href, [mark('link').create({ href })])))
    else toggleMark(mark('link'), { href })(state, dispatch)
    this.#view.focus()
  }

  destroy(): void {
    this.#view.destroy()
  }

  #stateOf(text: string): EditorState {
    const doc: Node | undefined = text ? (parser.parse(text) as Node | undefined) : undefined
    return EditorState.create({ schema, ...(doc ? { doc } : {}), plugins: this.#plugins() })
  }

  #plugins(): Plugin[] {
    return [
      inputRules({
        rules: [
          wrappingInputRule(/^\s*>\s$/, node('blockquote')),
          wrappingInputRule(/^(\d+)\.\s$/, node('ordered_list'), ([, start]) => ({ order: Number(start) })),
          wrappingInputRule(/^\s*[-*]\s$/, node('bullet_list')),
          textblockTypeInputRule(/^```$/, node('code_block')),
        ],
      }),
      keymap(this.#keys()),
      keymap(baseKeymap),
      history(),
      new Plugin({ props: { handleKeyDown: (_view, event) => event.isComposing } }),
    ]
  }

  #keys(): Record<string, Command> {
    const submit: Command = () => {
      this.#options.onSubmit()
      return true
    }
    const enter: Command = (state, dispatch, view) =>
      this.#options.sendsOnEnter()
        ? submit(state, dispatch, view)
        : chainCommands(splitListItem(node('list_item')), newLine)(state, dispatch, view)
    return {
      'Mod-Enter': submit,
      Enter: enter,
      'Shift-Enter': chainCommands(exitCode, newLine),
      'Mod-z': undo,
      'Mod-Shift-z': redo,
      'Mod-y': redo,
      'Mod-b': commands.bold,
      'Mod-i': commands.italic,
      Tab: sinkListItem(node('list_item')),
      'Shift-Tab': liftListItem(node('list_item')),
    }
  }

  #paste(event: ClipboardEvent): boolean {
    return this.#take(event, event.clipboardData)
  }

  #take(event: ClipboardEvent | DragEvent, data: DataTransfer | null): boolean {
    if (!data) return false
    const files = [...data.files]
    event.preventDefault()
    if (files.length > 0) {
      if (event.type === 'paste') this.#options.onFiles(files)
      return true
    }
    const html = data.getData('text/html')
    const text = data.getData('text/plain')
    if (html) this.#insertMarkup(html)
    else if (text) this.#insertText(text)
    return true
  }

  #insertMarkup(html: string): void {
    const fragment = DOMPurify.sanitize(html, {
      RETURN_DOM_FRAGMENT: true,
      FORBID_TAGS: ['style', 'img'],
      FORBID_ATTR: ['style'],
    })
    const slice = DOMParser.fromSchema(schema).parseSlice(fragment as unknown as globalThis.Node)
    this.#view.dispatch(this.#view.state.tr.replaceSelection(slice).scrollIntoView())
  }

  #insertText(text: string): void {
    const { tr } = this.#view.state
    const lines = text.replace(/\r\n?/g, '\n').split('\n')
    lines.forEach((line, index) => {
      if (index > 0) tr.replaceSelectionWith(node('hard_break').create())
      if (line) tr.insertText(line)
    })
    this.#view.dispatch(tr.scrollIntoView())
  }
}

/** One press breaks the line; a second one at once begins a new paragraph. */
const newLine: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if ($from.parent.type !== node('paragraph')) return false
  const before = $from.nodeBefore
  if (empty && before?.type === node('hard_break') && !$from.nodeAfter) {
    dispatch?.(
      state.tr
        .delete($from.pos - 1, $from.pos)
        .split($from.pos - 1)
        .scrollIntoView(),
    )
    return true
  }
  dispatch?.(state.tr.replaceSelectionWith(node('hard_break').create()).scrollIntoView())
  return true
}

const commands: Record<Format, Command> = {
  bold: toggleMark(mark('strong')),
  italic: toggleMark(mark('em')),
  code: toggleMark(mark('code')),
  bullets: wrapInList(node('bullet_list')),
  numbers: wrapInList(node('ordered_list')),
  quote: wrapIn(node('blockquote')),
}
