// The page of `luacdk graph --format html`: draws the graph in #data, which lua/luacdk/graph/page.lua has written. All
// text comes into the document as text. What is shown is in the address after #, so that a view can be linked to.
'use strict';
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = (id) => document.getElementById(id);
  const svg = $('picture'), view = $('view');

  const state = {
    query: '',
    at: null, // path of the selected node
    open: new Set(), // numbers of opened constructs
    stacks: new Set(data.stacks.keys()), // those that are shown
    types: new Set(), // likewise
    scale: 1, x: 0, y: 0,
  };

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.assign(made, attributes);
    made.append(...children);
    return made;
  }

  function drawn(parent, name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  // ---- texts --------------------------------------------------------------------------------------------------------

  const pen = document.createElement('canvas').getContext('2d');
  const FONT = getComputedStyle(document.body).fontFamily;
  const BOLD = `600 13px ${FONT}`, SMALL = `11px ${FONT}`;
  const MOST = 250; // width of a text
  const fits = new Map();

  // The text, shortened in the middle if it is too wide, and its width.
  function fit(text, font) {
    const key = font + text;
    let known = fits.get(key);
    if (!known) {
      pen.font = font;
      let width = pen.measureText(text).width;
      let shown = text;
      const letters = width > MOST ? [...text] : [];
      for (let keep = Math.min(letters.length - 1, 80); width > MOST && keep > 1; keep--) {
        const head = Math.ceil(keep / 2);
        shown = `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (keep - head)).join('')}`;
        width = pen.measureText(shown).width;
      }
      known = { text: shown, width };
      fits.set(key, known);
    }
    return known;
  }

  const byName = new Intl.Collator('en', { numeric: true }).compare;
  const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const short = (type) => type.replace(/^AWS::/, '');
  const service = (type) => type.split('::')[1] || type;

  function hue(name) {
    let sum = 0;
    for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
    return Math.round(sum * 137.5) % 360;
  }

  // The part of a path below its stack.
  function below(path, stack) {
    const front = `${data.stacks[stack].path}/`;
    return path.startsWith(front) ? path.slice(front.length) : path;
  }

  // ---- what there is ------------------------------------------------------------------------------------------------

  const typeCounts = new Map(), stackCounts = data.stacks.map(() => 0);
  for (const node of data.nodes) {
    typeCounts.set(node.type, (typeCounts.get(node.type) || 0) + 1);
    stackCounts[node.stack]++;
    node.text = `${node.path} ${node.class || ''} ${node.type} ${node.id}`.toLowerCase();
  }
  for (const type of typeCounts.keys()) state.types.add(type);
  for (const group of data.groups) group.nodes = [];
  for (const [number, node] of data.nodes.entries()) {
    node.number = number;
    if (node.group !== undefined) data.groups[node.group].nodes.push(node);
  }

  // ---- what is shown ------------------------------------------------------------------------------------------------

  let items = [], edges = [], containers = [], outermost = null;
  let itemOf = new Map(); // number of a resource -> item

  const shown = (node) => state.stacks.has(node.stack) && state.types.has(node.type);

  function newContainer(key, container, fields) {
    const made = { key, container, children: [], links: new Map(), ...fields };
    if (container) container.children.push(made);
    containers.push(made);
    return made;
  }

  function stackContainer(known, number) {
    if (!known.has(number)) {
      const stack = data.stacks[number];
      const outer = stack.parent !== undefined ? stackContainer(known, stack.parent) : outermost;
      const title = fit(stack.path, BOLD);
      known.set(number, newContainer(`s${number}`, outer, { stack: number, title, least: title.width + 8 }));
    }
    return known.get(number);
  }

  function groupContainer(known, number) {
    if (!known.has(number)) {
      const group = data.groups[number];
      const title = fit(below(group.path, group.stack), BOLD);
      known.set(number, newContainer(`g${number}`, stackContainer(known.stacks, group.stack),
        { group: number, title, least: title.width + 30 }));
    }
    return known.get(number);
  }

  function newItem(key, container, fields) {
    const item = { key, container, nodes: [], ...fields };
    item.title = fit(item.name, BOLD);
    item.subtitle = fit(item.kind, SMALL);
    item.width = Math.max(item.title.width + (item.opens ? 26 : 0), item.subtitle.width, 70) + 26;
    item.height = 44;
    container.children.push(item);
    items.push(item);
    return item;
  }

  function itemsOf(nodes) {
    const stacks = new Map(), groups = new Map(), closed = new Map();
    groups.stacks = stacks;
    for (const number of state.stacks) stackContainer(stacks, number);
    for (const node of nodes) {
      const group = data.groups[node.group];
      let item;
      if (!group) {
        item = newItem(`n${node.number}`, stackContainer(stacks, node.stack), { path: node.path, stack: node.stack,
          name: below(node.path, node.stack), kind: short(node.type), hue: hue(service(node.type)) });
      } else if (state.open.has(node.group)) {
        const inner = node.path.slice(group.path.length + 1) || node.id;
        item = newItem(`n${node.number}`, groupContainer(groups, node.group), { path: node.path, stack: node.stack,
          name: inner, kind: short(node.type), hue: hue(service(node.type)) });
      } else {
        item = closed.get(node.group);
        if (!item) {
          const many = group.nodes.length;
          item = newItem(`g${node.group}`, stackContainer(stacks, node.stack), { path: group.path, stack: node.stack,
            name: below(group.path, node.stack), kind: many > 1 ? `${group.class} · ${many}` : group.class,
            opens: many > 1 ? node.group : undefined, hue: hue(service(group.nodes[0].type)) });
          closed.set(node.group, item);
        }
      }
      item.nodes.push(node);
      itemOf.set(node.number, item);
    }
  }

  function edgesOf() {
    const known = new Map();
    for (const [from, to, via] of data.edges) {
      const a = itemOf.get(from), b = itemOf.get(to);
      if (!a || !b || a === b) continue;
      const key = `${a.key}>${b.key}`;
      let edge = known.get(key);
      if (!edge) {
        edge = { from: a, to: b, via: new Set(), imports: false };
        known.set(key, edge);
      }
      for (const way of via) edge.via.add(way);
      edge.imports = edge.imports || via.includes('Fn::ImportValue') || via.includes('Fn::GetStackOutput');
    }
    for (const edge of known.values()) edge.orders = edge.via.size === 1 && edge.via.has('DependsOn');
    return [...known.values()];
  }

  function needsOf() {
    const stacks = new Map();
    for (const container of containers) if (container.stack !== undefined) stacks.set(container.stack, container);
    const needs = [];
    for (const [number, stack] of data.stacks.entries()) {
      for (const other of stack.needs || []) {
        if (stacks.has(number) && stacks.has(other)) needs.push({ from: stacks.get(number), to: stacks.get(other) });
      }
    }
    return needs;
  }

  function build() {
    items = [];
    containers = [];
    itemOf = new Map();
    outermost = newContainer('', null, { outermost: true });
    itemsOf(data.nodes.filter(shown));
    for (const { children } of containers) children.sort((a, b) => byName(a.title.text, b.title.text));
    edges = edgesOf();
    const needs = needsOf();
    layout(outermost, [...edges, ...needs]);
    draw(needs);
  }

  // ---- drawing ------------------------------------------------------------------------------------------------------

  const round = (number) => Math.round(number * 10) / 10;
  const at = (x, y) => `${round(x)} ${round(y)}`;

  // A line from one box to another, which leaves and arrives at the sides that face each other.
  function curve(a, b) {
    const middle = (box) => box.y + box.height / 2;
    let x1, x2, y1 = middle(a), y2 = middle(b);
    if (b.x > a.x + a.width || b.x + b.width < a.x) {
      const right = b.x > a.x;
      x1 = right ? a.x + a.width : a.x;
      x2 = right ? b.x : b.x + b.width;
      const bend = Math.max(20, Math.abs(x2 - x1) / 2) * (right ? 1 : -1);
      return `M${at(x1, y1)}C${at(x1 + bend, y1)} ${at(x2 - bend, y2)} ${at(x2, y2)}`;
    }
    const down = middle(b) > middle(a);
    x1 = a.x + a.width / 2;
    x2 = b.x + b.width / 2;
    y1 = down ? a.y + a.height : a.y;
    y2 = down ? b.y : b.y + b.height;
    const bend = Math.max(20, Math.abs(y2 - y1) / 2) * (down ? 1 : -1);
    return `M${at(x1, y1)}C${at(x1, y1 + bend)} ${at(x2, y2 - bend)} ${at(x2, y2)}`;
  }

  // A line through the points that dagre chose.
  function through(points) {
    const last = points[points.length - 1];
    if (points.length === 2) return `M${at(points[0].x, points[0].y)}L${at(last.x, last.y)}`;
    let path = `M${at(points[0].x, points[0].y)}`;
    for (let i = 1; i < points.length - 1; i++) {
      const next = points[i + 1];
      const end = i === points.length - 2 ? next : { x: (points[i].x + next.x) / 2, y: (points[i].y + next.y) / 2 };
      path += `Q${at(points[i].x, points[i].y)} ${at(end.x, end.y)}`;
    }
    return path;
  }

  function drawContainer(parent, labels, container) {
    if (container.outermost) return;
    const group = data.groups[container.group];
    const box = drawn(parent, 'g', { class: group ? 'group' : 'stack' });
    drawn(box, 'rect', { x: round(container.x), y: round(container.y), width: round(container.width),
      height: round(container.height), rx: 10 });
    container.label = drawn(labels, 'text', group ? {} : { class: 'of-stack' }, container.title.text);
    drawn(box, 'title', {}, group ? `${group.path}\n${group.class}` : data.stacks[container.stack].path);
    if (group) {
      drawToggle(box, container.x + container.width - 26, container.y + 8, false, container.group, group.path);
    }
  }

  function drawToggle(parent, x, y, closed, group, path) {
    const toggle = drawn(parent, 'g', { class: 'toggle', transform: `translate(${at(x, y)})`, tabindex: 0,
      role: 'button', 'aria-label': `${closed ? 'Open' : 'Close'} ${path}` });
    drawn(toggle, 'rect', { width: 18, height: 18, rx: 5 });
    drawn(toggle, 'path', { d: closed ? 'M5 9H13M9 5V13' : 'M5 9H13' });
    toggle.dataset.toggle = group;
  }

  function drawItem(parent, item) {
    const made = drawn(parent, 'g', { class: 'node', transform: `translate(${at(item.x, item.y)})`, tabindex: 0,
      role: 'button', 'aria-label': `${item.path}, ${item.kind}` });
    if (item.opens !== undefined) drawn(made, 'rect', { class: 'behind', x: 4, y: 4, width: round(item.width),
      height: item.height, rx: 8 });
    drawn(made, 'rect', { class: 'box', width: round(item.width), height: item.height, rx: 8 });
    drawn(made, 'path', { class: 'bar', d: `M6 .5V${item.height - 0.5}A6 7.5 0 0 1 .5 ${item.height - 8}V8A6 7.5 0 0 1 6 .5Z` });
    made.style.setProperty('--hue', item.hue);
    drawn(made, 'text', { class: 'name', x: 18, y: 19 }, item.title.text);
    drawn(made, 'text', { class: 'kind', x: 18, y: 34 }, item.subtitle.text);
    drawn(made, 'title', {}, `${item.path}\n${item.kind}`);
    if (item.opens !== undefined) drawToggle(made, item.width - 25, 6, true, item.opens, item.path);
    made.dataset.key = item.key;
    item.made = made;
  }

  let itemByKey = new Map();

  function draw(needs) {
    const boxes = document.createElementNS(SVG, 'g');
    const lines = document.createElementNS(SVG, 'g');
    const nodes = document.createElementNS(SVG, 'g');
    const labels = document.createElementNS(SVG, 'g');
    labels.setAttribute('class', 'labels');
    for (const container of containers) drawContainer(boxes, labels, container);
    for (const need of needs) {
      drawn(lines, 'path', { class: 'edge need', d: curve(need.from, need.to), 'marker-end': 'url(#arrow-need)' });
    }
    for (const edge of edges) {
      const kind = edge.imports ? 'import' : edge.orders ? 'order' : '';
      edge.made = drawn(lines, 'path', { class: `edge ${kind}`, 'marker-end': `url(#arrow${kind && `-${kind}`})`,
        d: edge.link && edge.link.points ? through(edge.link.points) : curve(edge.from, edge.to) });
    }
    for (const item of items) drawItem(nodes, item);
    view.replaceChildren(boxes, lines, nodes, labels);
    itemByKey = new Map(items.map((item) => [item.key, item]));
    $('counts').textContent = `${plural(items.length, 'node')}, ${plural(edges.length, 'reference')}`;
    $('nothing').hidden = items.length > 0;
    move();
    mark();
  }

  // ---- the part that is seen ----------------------------------------------------------------------------------------

  // The names of stacks stay readable in the distance.
  function moveLabels() {
    const far = state.scale < 0.4;
    for (const { label, title, x, y, width, height, group } of containers) {
      if (!label) continue;
      const large = Math.min(13 / state.scale, 13 * (width - 16) / title.width, height * 0.6);
      const big = far && group === undefined && large > 16;
      label.classList.toggle('big', big);
      label.setAttribute('font-size', round(big ? large : 13));
      label.setAttribute('x', round(big ? x + width / 2 : x + 16));
      label.setAttribute('y', round(big ? y + height / 2 + large * 0.35 : y + 22));
    }
    svg.classList.toggle('far', far);
    svg.classList.toggle('farther', state.scale < 0.2);
  }

  let movedScale = 0;

  function move() {
    view.setAttribute('transform', `translate(${at(state.x, state.y)}) scale(${state.scale})`);
    moveLabels();
    movedScale = state.scale;
  }

  function pan(dx, dy) {
    state.x += dx;
    state.y += dy;
    view.setAttribute('transform', `translate(${at(state.x, state.y)}) scale(${movedScale})`);
  }

  function zoom(factor, x = svg.clientWidth / 2, y = svg.clientHeight / 2) {
    const scale = Math.min(4, Math.max(0.005, state.scale * factor));
    state.x = x - (x - state.x) * scale / state.scale;
    state.y = y - (y - state.y) * scale / state.scale;
    state.scale = scale;
    move();
  }

  function frame(box, most) {
    const margin = 32, width = svg.clientWidth, height = svg.clientHeight;
    state.scale = Math.max(0.005, Math.min(most, (width - margin) / Math.max(box.width, 1),
      (height - margin) / Math.max(box.height, 1)));
    state.x = (width - box.width * state.scale) / 2 - box.x * state.scale;
    state.y = (height - box.height * state.scale) / 2 - box.y * state.scale;
    move();
  }

  const fitAll = () => frame(outermost, 1.25);

  function centre(item) {
    state.scale = Math.max(state.scale, 0.8);
    state.x = svg.clientWidth / 2 - (item.x + item.width / 2) * state.scale;
    state.y = svg.clientHeight / 2 - (item.y + item.height / 2) * state.scale;
    move();
  }

  // ---- search and selection -----------------------------------------------------------------------------------------

  const selectedItem = () => items.find((item) => item.path === state.at) ||
    items.find((item) => item.nodes.some((node) => node.path === state.at));

  function matches() {
    const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return null;
    return new Set(items.filter((item) =>
      item.nodes.some((node) => words.every((word) => node.text.includes(word)))));
  }

  let found = []; // the items that match, in order

  // Marks what was found, and what is connected with the selected node.
  function mark() {
    const hits = matches(), selected = selectedItem();
    found = hits ? [...hits] : [];
    for (const item of items) {
      item.made.classList.toggle('hit', hits !== null && hits.has(item));
      item.made.classList.toggle('selected', item === selected);
      item.made.classList.remove('near');
    }
    for (const edge of edges) {
      const near = selected !== undefined && (edge.from === selected || edge.to === selected);
      edge.made.classList.toggle('near', near);
      if (near) (edge.from === selected ? edge.to : edge.from).made.classList.add('near');
    }
    svg.classList.toggle('searching', hits !== null);
    svg.classList.toggle('focused', selected !== undefined && hits === null);
    $('hits').textContent = hits === null ? '' : hits.size === 0 ? 'nothing found' : `${hits.size} found`;
    showDetails(selected);
    remember();
  }

  function row(item, via) {
    const button = element('button', { type: 'button', title: item.path }, item.path);
    button.addEventListener('click', () => select(item, true));
    const line = element('li', {}, button);
    if (via) line.append(element('small', {}, [...via].join(', ')));
    return line;
  }

  function section(title, lines) {
    const parts = [element('h3', {}, `${title} `, element('small', {}, String(lines.length)))];
    if (lines.length > 0) parts.push(element('ul', {}, ...lines));
    return parts;
  }

  function showDetails(item) {
    const panel = $('details');
    panel.hidden = !item;
    if (!item) return panel.replaceChildren();
    const stack = data.stacks[item.stack];
    const known = (stack.environment || '').replace(/^aws:\/\//, '').replace('unknown-account/unknown-region', '');
    const close = element('button', { type: 'button', className: 'close', title: 'Close (Esc)' }, '×');
    close.addEventListener('click', () => select(null));
    const group = item.nodes.length > 0 && data.groups[item.nodes[0].group];
    const parts = [close, element('h2', {}, item.name), element('p', {}, group ? group.class : item.kind),
      element('p', { className: 'quiet' }, `in ${stack.path}${known ? ` · ${known}` : ''}`)];
    parts.push(...section('Resources', item.nodes.map((node) => element('li', {}, element('code', {}, node.id),
      element('small', {}, node.type)))));
    parts.push(...section('Refers to', edges.filter((edge) => edge.from === item).map((e) => row(e.to, e.via))));
    parts.push(...section('Referred to by', edges.filter((edge) => edge.to === item).map((e) => row(e.from, e.via))));
    panel.replaceChildren(...parts);
    return undefined;
  }

  function select(item, centred) {
    state.at = item ? item.path : null;
    mark();
    if (item && centred) centre(item);
  }

  function toggle(group) {
    if (!state.open.delete(group)) state.open.add(group);
    rebuild({ x: 0, y: 0 }, () => [...items, ...containers].find((one) => one.key === `g${group}` ||
      one.opens === group));
  }

  // Draws everything anew. The box that `anchor` finds stays where it is, if there is one before and after.
  function rebuild(none, anchor) {
    const before = anchor && anchor();
    build();
    const after = anchor && anchor();
    if (before && after) pan((before.x - after.x) * state.scale, (before.y - after.y) * state.scale);
    else fitAll();
  }

  function next(step) {
    if (found.length === 0) return;
    const index = found.indexOf(selectedItem());
    select(found[(index + step + found.length) % found.length], true);
  }

  // ---- the address --------------------------------------------------------------------------------------------------

  function remember() {
    const words = new URLSearchParams();
    if (state.query) words.set('q', state.query);
    if (state.at) words.set('at', state.at);
    const openable = data.groups.filter((group) => group.nodes.length > 1).length;
    if (openable > 0 && state.open.size >= openable) words.set('open', '*');
    else for (const group of state.open) words.append('open', data.groups[group].path);
    if (state.stacks.size < data.stacks.length) {
      if (state.stacks.size === 0) words.append('stack', '');
      for (const number of state.stacks) words.append('stack', data.stacks[number].path);
    }
    if (state.types.size < typeCounts.size) {
      if (state.types.size === 0) words.append('type', '');
      for (const type of state.types) words.append('type', type);
    }
    const text = words.toString();
    try {
      history.replaceState(null, '', text ? `#${text}` : location.pathname + location.search);
    } catch { /* some browsers refuse that for files */ }
  }

  function recall() {
    const words = new URLSearchParams(location.hash.slice(1));
    state.query = words.get('q') || '';
    $('search').value = state.query;
    state.at = words.get('at');
    const open = new Set(words.getAll('open'));
    state.open.clear();
    for (const [number, group] of data.groups.entries()) {
      if (group.nodes.length > 1 && (open.has('*') || open.has(group.path))) state.open.add(number);
    }
    const stacks = new Set(words.getAll('stack')), types = new Set(words.getAll('type'));
    state.stacks = new Set([...data.stacks.keys()].filter((i) => stacks.size === 0 || stacks.has(data.stacks[i].path)));
    state.types = new Set([...typeCounts.keys()].filter((type) => types.size === 0 || types.has(type)));
  }

  // ---- filters ------------------------------------------------------------------------------------------------------

  // A list of boxes to tick: rows of [key, name, count]; `chosen` names the set in the state.
  function filter(list, rows, chosen) {
    rows.sort((a, b) => byName(a[1], b[1]));
    const boxes = rows.map(([key, name, count]) => {
      const box = element('input', { type: 'checkbox', checked: state[chosen].has(key) });
      box.addEventListener('change', () => {
        if (box.checked) state[chosen].add(key);
        else state[chosen].delete(key);
        rebuild();
      });
      const only = element('button', { type: 'button', className: 'only', title: `Only ${name}` }, 'only');
      only.addEventListener('click', () => set((other) => other === key));
      list.append(element('li', {}, element('label', { title: name }, box, element('span', {}, name)), only,
        element('small', {}, String(count))));
      return box;
    });
    function set(wanted) {
      state[chosen] = new Set(rows.map(([key]) => key).filter(wanted));
      rows.forEach(([key], i) => { boxes[i].checked = state[chosen].has(key); });
      rebuild();
    }
    const head = list.parentElement.querySelector('p');
    for (const [name, wanted] of [['all', () => true], ['none', () => false]]) {
      const button = element('button', { type: 'button' }, name);
      button.addEventListener('click', () => set(wanted));
      head.append(button);
    }
  }

  function filters() {
    for (const list of [$('stacks'), $('types')]) {
      list.replaceChildren();
      list.parentElement.querySelector('p').replaceChildren();
    }
    filter($('stacks'), data.stacks.map((stack, i) => [i, stack.path, stackCounts[i]]), 'stacks');
    filter($('types'), [...typeCounts].map(([type, count]) => [type, type, count]), 'types');
  }

  // ---- pointer and keys ---------------------------------------------------------------------------------------------

  const pointers = new Map();
  let dragged = 0;

  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event);
    dragged = 0;
  });
  svg.addEventListener('pointermove', (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const dx = event.clientX - last.clientX, dy = event.clientY - last.clientY;
    dragged += Math.abs(dx) + Math.abs(dy);
    if (dragged > 4 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    if (pointers.size === 2) {
      const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
      const distance = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
      const box = svg.getBoundingClientRect();
      zoom(distance(event) / Math.max(distance(last), 1), (event.clientX + other.clientX) / 2 - box.left,
        (event.clientY + other.clientY) / 2 - box.top);
    } else {
      pan(dx, dy);
    }
    pointers.set(event.pointerId, event);
  });
  for (const name of ['pointerup', 'pointercancel']) {
    svg.addEventListener(name, (event) => pointers.delete(event.pointerId));
  }
  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey) pan(-(event.deltaX || event.deltaY) * lines, 0);
    else zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)), event.clientX - box.left,
      event.clientY - box.top);
  }, { passive: false });

  function choose(event) {
    const opened = event.target.closest('[data-toggle]');
    if (opened) return toggle(Number(opened.dataset.toggle));
    const node = event.target.closest('[data-key]');
    return select(node ? itemByKey.get(node.dataset.key) : null);
  }
  svg.addEventListener('click', (event) => { if (dragged <= 4) choose(event); });
  svg.addEventListener('dblclick', (event) => {
    const node = event.target.closest('[data-key]');
    const item = node && itemByKey.get(node.dataset.key);
    if (item && item.opens !== undefined) toggle(item.opens);
  });

  function setAllOpen(open) {
    state.open = new Set(open ? [...data.groups.keys()].filter((i) => data.groups[i].nodes.length > 1) : []);
    rebuild();
  }

  const ACTIONS = {
    fit: fitAll, 'zoom-in': () => zoom(1.3), 'zoom-out': () => zoom(1 / 1.3),
    open: () => setAllOpen(true), close: () => setAllOpen(false),
    side: () => {
      document.body.classList.toggle('wide');
      fitAll();
    },
  };
  for (const [id, act] of Object.entries(ACTIONS)) $(id).addEventListener('click', act);

  const KEYS = {
    '+': ACTIONS['zoom-in'], '=': ACTIONS['zoom-in'], '-': ACTIONS['zoom-out'], 0: fitAll, '/': () => $('search').select(),
    ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
    Escape: () => select(null),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, button, summary')) return;
    if ((event.key === 'Enter' || event.key === ' ') && event.target.closest('[data-key], [data-toggle]')) {
      event.preventDefault();
      choose(event);
    } else if (Object.hasOwn(KEYS, event.key)) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  let waiting;
  $('search').addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.query = $('search').value;
      mark();
    }, 80);
  });
  $('search').addEventListener('keydown', (event) => {
    if (event.key === 'Enter') next(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') {
      $('search').value = state.query = '';
      mark();
      $('search').blur();
    }
  });

  function start() {
    recall();
    filters();
    rebuild();
    const item = state.at && selectedItem();
    if (item) centre(item);
  }
  addEventListener('hashchange', start);
  addEventListener('resize', () => { if (!state.at) fitAll(); });

  start();
  $('waiting').hidden = true;
  document.documentElement.dataset.drawn = Math.round(performance.now()); // milliseconds since the page was opened
})();
