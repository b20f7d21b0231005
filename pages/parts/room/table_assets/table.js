// Draws the cards of a board and tells what was done with them. People's words are only ever set as text.
//
// What is shown is what the server sent last, with the acts on top that it has not answered yet. An act is sent again
// with the next one until it is answered, so none is lost when two come quickly. While somebody drags a card or types a
// name, what others do waits or is drawn around it.

const tables = new WeakMap()
const THRESHOLD = 4 // pixels before a press becomes a drag
const EDGE = 60 // pixels from the edge of the window within which the page scrolls

export default function ({ data, parentElement, setTriggerValue }) {
  let table = tables.get(parentElement)
  if (!table) {
    table = new Table(parentElement, data.done)
    tables.set(parentElement, table)
  }
  table.send = acts => setTriggerValue("acted", acts)
  table.show(data)
  return () => table.leave()
}

class Table {
  constructor(root, done) {
    this.root = root
    this.place = root.querySelector(".table")
    this.own = root.querySelector(".own")
    this.number = done
    this.pending = []
    this.topics = new Map()
    this.cards = new Map()
    this.drag = null
    this.place.onpointerdown = event => this.press(event)
    this.keys = event => event.key === "Escape" && this.drop(null)
    document.addEventListener("keydown", this.keys)
  }

  leave() {
    document.removeEventListener("keydown", this.keys)
    this.drop(null)
  }

  show(data) {
    this.data = data
    this.pending = this.pending.filter(act => act.id > data.done)
    if (!this.drag) this.draw()
  }

  act(what) {
    this.number += 1
    this.pending.push({ id: this.number, ...what })
    this.draw()
    this.send(this.pending)
  }

  view() {
    const topics = this.data.topics.map(topic => ({ ...topic, cards: [...topic.cards] }))
    const view = { topics, left: this.data.left }
    const find = key => topics.find(topic => topic.key === key)
    for (const act of this.pending) {
      const topic = find(act.topic)
      if (act.what === "put") {
        const from = topics.find(one => one.cards.some(card => card[0] === act.card))
        const to = topic || (act.topic ? null : { key: `new ${act.id}`, name: "", version: null, cards: [], mine: 0 })
        if (!from || !to || from === to) continue
        const card = from.cards.find(one => one[0] === act.card)
        from.cards = from.cards.filter(one => one !== card)
        to.cards.push(card)
        if (!topic) topics.push(to)
      } else if (act.what === "name" && topic) {
        topic.name = act.name
      } else if (act.what === "vote" && topic) {
        topic.mine += act.change
        view.left -= act.change
      }
    }
    view.topics = topics.filter(topic => topic.cards.length)
    return view
  }

  draw() {
    const view = this.view()
    this.place.className = `table ${this.data.layout}`
    const kept = new Set(view.topics.flatMap(topic => topic.cards.map(card => card[0])))
    keep(this.cards, kept)
    keep(this.topics, new Set(view.topics.map(topic => topic.key)))
    order(this.place, view.topics.map(topic => this.drawTopic(topic, view.left)))
  }

  drawTopic(topic, left) {
    let box = this.topics.get(topic.key)
    if (!box) {
      box = make("div", "topic")
      box.setAttribute("role", "listitem")
      box.topic = topic.key
      this.topics.set(topic.key, box)
    }
    const { may, words } = this.data
    const parts = []
    if (may.name && (topic.cards.length > 1 || topic.name || part(box, "name") === this.root.activeElement)) {
      parts.push(this.drawName(box, topic))
    } else if (topic.name) {
      parts.push(words_in(part(box, "title") || make("p", "title"), topic.name))
    }
    parts.push(...topic.cards.map(card => this.drawCard(card)))
    if (topic.quiet) parts.push(words_in(part(box, "quiet") || make("p", "quiet"), topic.quiet))
    if (topic.note) parts.push(words_in(part(box, "note") || make("p", "note"), topic.note))
    if (may.vote) parts.push(this.drawVotes(box, topic, left))
    if (may.discuss) {
      const button = part(box, "discuss") || make("button", "discuss")
      button.onclick = () => this.act({ what: "discuss", topic: topic.key })
      parts.push(words_in(button, words.discuss))
    }
    order(box, parts)
    return box
  }

  drawName(box, topic) {
    const field = part(box, "name") || make("input", "name")
    field.placeholder = this.data.words.name
    field.setAttribute("aria-label", this.data.words.name)
    field.maxLength = this.data.longest
    if (field !== this.root.activeElement) {
      if (field.value !== topic.name) field.value = topic.name
      field.version = topic.version
    }
    field.onchange = () => {
      const version = field.version
      this.act({ what: "name", topic: topic.key, name: field.value, version })
    }
    return field
  }

  drawCard([key, text, kind, author]) {
    let card = this.cards.get(key)
    if (!card) {
      card = make("div", "card")
      card.card = key
      const grip = make("span", "grip")
      grip.setAttribute("aria-hidden", "true")
      card.append(grip, make("p", "text"), make("p", "quiet"))
      this.cards.set(key, card)
    }
    card.classList.toggle("loose", this.data.may.drag)
    words_in(card.children[1], text)
    words_in(card.children[2], [this.data.kinds[kind], author].filter(Boolean).join(" · "))
    return card
  }

  drawVotes(box, topic, left) {
    const { words, most } = this.data
    const row = part(box, "votes") || make("div", "votes")
    if (!row.children.length) row.append(make("span", "dots"), make("button", "up"), make("button", "down"))
    const [dots, up, down] = row.children
    words_in(dots, words.mine[topic.mine] ?? "")
    words_in(up, "+1").title = words.give
    words_in(down, "−1").title = words.take
    up.disabled = left <= 0 || topic.mine >= most
    down.hidden = topic.mine <= 0
    up.onclick = () => this.act({ what: "vote", topic: topic.key, change: 1 })
    down.onclick = () => this.act({ what: "vote", topic: topic.key, change: -1 })
    return row
  }

  // A mouse takes a card anywhere; a finger by its grip, since elsewhere it scrolls the page.
  press(event) {
    const card = event.target.closest(".card")
    const grip = event.target.closest(".grip")
    if (!card || !this.data.may.drag || event.button || this.drag) return
    if (event.pointerType !== "mouse" && !grip) return
    if (!grip && event.target.closest("input, button")) return
    event.preventDefault()
    this.root.activeElement?.blur()
    const bounds = card.getBoundingClientRect()
    this.drag = {
      card, pointer: event.pointerId, begun: false, target: null, x: event.clientX, y: event.clientY,
      fromX: event.clientX, fromY: event.clientY, left: bounds.left, top: bounds.top, width: bounds.width,
    }
    this.place.setPointerCapture(event.pointerId)
    this.place.onpointermove = moved => this.move(moved)
    this.place.onpointerup = up => up.pointerId === this.drag?.pointer && this.drop(this.drag.target)
    this.place.onpointercancel = () => this.drop(null)
  }

  move(event) {
    const drag = this.drag
    if (!drag || event.pointerId !== drag.pointer) return
    drag.x = event.clientX
    drag.y = event.clientY
    if (!drag.begun) {
      if (Math.hypot(drag.x - drag.fromX, drag.y - drag.fromY) < THRESHOLD) return
      drag.begun = true
      drag.ghost = drag.card.cloneNode(true)
      drag.ghost.classList.add("ghost")
      drag.ghost.style.width = `${drag.width}px`
      this.root.append(drag.ghost)
      drag.card.classList.add("away")
      const alone = drag.card.parentElement.querySelectorAll(".card").length === 1
      words_in(this.own, this.data.words.own).hidden = alone
      this.scroll()
    }
    this.follow()
  }

  follow() {
    const drag = this.drag
    const x = drag.left + drag.x - drag.fromX
    const y = drag.top + drag.y - drag.fromY
    drag.ghost.style.transform = `translate(${x}px, ${y}px)`
    const under = this.root.elementFromPoint(drag.x, drag.y)
    const box = under?.closest(".topic, .own")
    const target = box && box !== drag.card.parentElement ? box : null
    if (target === drag.target) return
    drag.target?.classList.remove("target")
    target?.classList.add("target")
    drag.target = target
  }

  scroll() {
    const drag = this.drag
    if (!drag?.ghost) return
    const over = drag.y < EDGE ? drag.y - EDGE : Math.max(0, drag.y - window.innerHeight + EDGE)
    if (over) {
      scroller(this.root.host ?? this.place).scrollTop += over / 4
      this.follow()
    }
    requestAnimationFrame(() => this.drag === drag && this.scroll())
  }

  drop(target) {
    const drag = this.drag
    if (!drag) return
    this.drag = null
    this.place.onpointermove = this.place.onpointerup = this.place.onpointercancel = null
    if (this.place.hasPointerCapture(drag.pointer)) this.place.releasePointerCapture(drag.pointer)
    drag.ghost?.remove()
    drag.card.classList.remove("away")
    drag.target?.classList.remove("target")
    this.own.hidden = true
    if (target) this.act({ what: "put", card: drag.card.card, topic: target.topic ?? "" })
    else this.draw()
  }
}

function make(tag, name) {
  const made = document.createElement(tag)
  made.className = name
  if (tag === "button") made.type = "button"
  return made
}

function words_in(element, text) {
  if (element.textContent !== text) element.textContent = text
  return element
}

function part(box, name) {
  return [...box.children].find(child => child.classList.contains(name))
}

function keep(known, keys) {
  for (const [key, element] of known) {
    if (keys.has(key)) continue
    element.remove()
    known.delete(key)
  }
}

// Moves only what is not in its place: what is moved loses the focus.
function order(parent, children) {
  const wanted = new Set(children)
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove()
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null)
  })
}

function scroller(element) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    const flow = getComputedStyle(one).overflowY
    if ((flow === "auto" || flow === "scroll") && one.scrollHeight > one.clientHeight) return one
  }
  return document.scrollingElement
}
