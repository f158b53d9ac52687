// Builds words.txt from the npm package `brill` 3.1.0 (MIT): see README.md.
//
//   npm pack brill@3.1.0 && tar xzf brill-3.1.0.tgz && node build.mjs package > words.txt
//
// One line per word: the word, then its Penn tags, likeliest first. Only lower-case words are
// kept: names are told by their capitals, numbers and punctuation by their shape. Tags that
// the program does not use are dropped, and words of the closed classes are left out, because
// closed.toml has them.
import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'

const folder = resolve(process.argv[2] ?? 'package')
const {brill} = await import(pathToFileURL(join(folder, 'index.js')))
const known = new Set(('CC CD DT EX FW IN JJ JJR JJS MD NN NNS NNP NNPS PDT PRP RB RBR RBS RP UH VB VBD VBG VBN VBP VBZ ' +
  'WDT WP WRB').split(' '))
const rare = new Set(['FW', 'NNP', 'NNPS', 'LS', 'SYM', 'CD'])
// Regular forms bear both readings of their spelling: "testing" NN and VBG, "helps" VBZ and NNS.
const can = (word, tag) => Object.hasOwn(brill, word) && [].concat(brill[word]).includes(tag)
const verb = (word) => can(word, 'VB') || can(word, 'VBP')
const bases = (stem) => [stem, stem + 'e', stem.replace(/(.)\1$/, '$1'), stem.replace(/i$/, 'y')]
const complete = (word, tags) => {
  const add = (tag) => tags.includes(tag) || tags.push(tag)
  if (word.endsWith('ing') && bases(word.slice(0, -3)).some(verb)) add('VBG')
  if (/[^su]s$/.test(word) && !word.includes('-')) {
    const stems = [word.slice(0, -1)]
    if (/(?:[sxzo]|ch|sh)es$/.test(word)) stems.push(word.slice(0, -2))
    if (/..ies$/.test(word)) stems.push(word.replace(/ies$/, 'y'))
    if (tags.includes('NNS') && stems.some(verb)) add('VBZ')
    if (tags.includes('VBZ') && stems.some((stem) => can(stem, 'NN'))) add('NNS')
  }
}
const lines = []
for (const word of Object.keys(brill).sort()) {
  if (!/^[a-z]+(?:[-'][a-z]+)*$/.test(word) || word.length < 2) continue
  let tags = [].concat(brill[word]).map((tag) => (tag === 'PRP$' ? 'PRPS' : tag === 'WP$' ? 'WPS' : tag))
  tags = [...new Set(tags)].filter((tag) => known.has(tag))
  // What spelling forbids was a slip of the corpus.
  tags = tags.filter((tag) => (tag !== 'VBZ' || word.endsWith('s')) && (tag !== 'VBG' || word.endsWith('ing')))
  if (/...ed$/.test(word) && bases(word.slice(0, -2)).some(verb)) tags = tags.filter((tag) => tag !== 'VB' && tag !== 'VBP')
  if (tags.length > 1) tags = tags.filter((tag) => !rare.has(tag))
  complete(word, tags)
  if (tags.length === 0 || tags.every((tag) => tag === 'FW')) continue
  lines.push(word + ' ' + tags.join(' '))
}
process.stdout.write(lines.join('\n') + '\n')
