import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false })
// Pictures of strangers tell their servers who reads: a picture comes as an attachment or not at all.
parser.disable(['image', 'table', 'lheading'])
parser.validateLink = (url: string) => /^(https?:|mailto:|tel:|mention:)/i.test(url)

type Rule = Parameters<typeof parser.core.ruler.push>[1]

const mentions: Rule = ({ tokens }) => {
  for (const { children } of tokens) {
    let open = false
    for (const token of children ?? []) {
      if (token.type === 'link_open' && String(token.attrGet('href')).startsWith('mention:')) {
        open = true
        token.tag = 'bdi'
        token.attrs = [['class', 'mention']]
      } else if (open && token.type === 'link_close') {
        open = false
        token.tag = 'bdi'
      }
    }
  }
}
parser.core.ruler.push('mentions', mentions)

const allowed = {
  ALLOWED_TAGS: 'a b strong em i s del code pre ul ol li p br blockquote h1 h2 h3 h4 h5 h6 hr bdi'.split(' '),
  ALLOWED_ATTR: 'href class start'.split(' '),
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  RETURN_DOM_FRAGMENT: true as const,
}

const purifier = DOMPurify(window)
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.localName !== 'a') return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

const kept = new Map<string, DocumentFragment>()
const most = 500

/** A message's markdown as safe nodes. What was rendered lately is copied. */
export function renderMarkdown(text: string): DocumentFragment {
  const known = kept.get(text)
  if (known) return known.cloneNode(true) as DocumentFragment
  const fragment = purifier.sanitize(parser.render(text), allowed) as unknown as DocumentFragment
  if (kept.size >= most) kept.delete(kept.keys().next().value ?? '')
  kept.set(text, fragment)
  return fragment.cloneNode(true) as DocumentFragment
}
