// Where everything of the page's graph is drawn. A container (the whole picture, a stack, an opened construct) has
// children, which are containers or nodes with a width and a height, and links between its children. Each container is
// laid out alone, the innermost first: what is connected by dagre, then all parts side by side.
'use strict';
const layout = (() => {
  const GAP = 18, RANK_GAP = 64, PADDING = 16, TITLE = 34, WIDE = 1.7;
  const MANY = 120; // nodes from which dagre ranks them the quick way
  const TWINS = 5; // that many nodes with the same neighbours are drawn as a block
  const STRIP = 3.5; // that many times as wide as high, or high as wide: stacks in a row are put into several rows

  // Boxes of some width and height in rows, as a whole about WIDE times as wide as high. Low boxes are put below each
  // other where the row is high enough. Returns the size of all.
  function pack(boxes) {
    let area = 0, widest = 0;
    for (const box of boxes) {
      area += (box.width + GAP) * (box.height + GAP);
      widest = Math.max(widest, box.width);
    }
    const limit = Math.max(widest, Math.sqrt(area * WIDE));
    let x = 0, y = 0, row = 0; // the row: its columns begin at x
    let end = 0, bottom = 0; // of the last column: its right side, and where the next box of it would begin
    let width = 0;
    for (const box of boxes) {
      const below = bottom > y && bottom + box.height <= y + row && x + box.width <= limit;
      if (!below) {
        x = end > 0 ? end + GAP : 0;
        if (x > 0 && x + box.width > limit) {
          x = end = 0;
          y += row + GAP;
          row = 0;
        }
        bottom = y;
      }
      box.x = x;
      box.y = bottom;
      bottom += box.height + GAP;
      end = Math.max(end, x + box.width);
      row = Math.max(row, box.y + box.height - y);
      width = Math.max(width, end);
    }
    return { width, height: y + row };
  }

  // The connected parts of a container: lists of children.
  function partsOf(container) {
    const parent = new Map(container.children.map((child) => [child, child]));
    const find = (child) => {
      let root = child;
      while (parent.get(root) !== root) root = parent.get(root);
      for (let next; child !== root; child = next) {
        next = parent.get(child);
        parent.set(child, root);
      }
      return root;
    };
    for (const link of container.links.values()) parent.set(find(link.from), find(link.to));
    const parts = new Map();
    for (const child of container.children) {
      const root = find(child);
      if (!parts.has(root)) parts.set(root, []);
      parts.get(root).push(child);
    }
    return [...parts.values()];
  }

  // Nodes of a part that have the same neighbours become one block each: child -> block.
  function blocksOf(part, neighbours) {
    const alike = new Map(), blocks = new Map();
    for (const child of part) {
      const near = neighbours.get(child);
      if (!child.children && near.length <= 2) {
        const key = near.sort().join(' ');
        if (!alike.has(key)) alike.set(key, []);
        alike.get(key).push(child);
      }
    }
    for (const members of alike.values()) {
      if (members.length >= TWINS) {
        const block = { members, ...pack(members) };
        for (const member of members) blocks.set(member, block);
      }
    }
    return blocks;
  }

  // Lays out a connected part by dagre: a box of `members` with x and y inside of it.
  function layPart(part, links) {
    if (part.length === 1) return { members: part, width: part[0].width, height: part[0].height };
    const number = new Map(part.map((child, i) => [child, i]));
    const neighbours = new Map(part.map((child) => [child, []]));
    for (const link of links) {
      neighbours.get(link.from).push(`>${number.get(link.to)}`);
      neighbours.get(link.to).push(`<${number.get(link.from)}`);
    }
    const blocks = blocksOf(part, neighbours);
    const graph = new dagre.graphlib.Graph();
    const own = new Map(); // dagre's name -> child or block
    const name = (child) => {
      const block = blocks.get(child);
      return block ? `b${number.get(block.members[0])}` : `n${number.get(child)}`;
    };
    for (const child of part) own.set(name(child), blocks.get(child) || child);
    graph.setGraph({ rankdir: 'LR', nodesep: GAP, ranksep: RANK_GAP, edgesep: 8,
      ranker: own.size > MANY ? 'longest-path' : 'network-simplex' });
    for (const [key, box] of own) graph.setNode(key, { width: box.width, height: box.height });
    for (const link of links) graph.setEdge(name(link.from), name(link.to), {});
    dagre.layout(graph);
    for (const [key, box] of own) {
      const at = graph.node(key);
      const left = at.x - box.width / 2, top = at.y - box.height / 2;
      if (box.members) {
        for (const member of box.members) {
          member.x += left;
          member.y += top;
        }
      } else {
        box.x = left;
        box.y = top;
      }
    }
    const size = graph.graph();
    if (part[0].container.outermost && Math.max(size.width / size.height, size.height / size.width) > STRIP) {
      const rows = [...part].sort((a, b) => a.x + a.width / 2 - b.x - b.width / 2 || a.y - b.y);
      return { members: part, ...pack(rows) };
    }
    const routes = links.filter((link) => !blocks.has(link.from) && !blocks.has(link.to));
    for (const link of routes) link.points = graph.edge(name(link.from), name(link.to)).points;
    return { members: part, routes, width: size.width, height: size.height };
  }

  function layContainer(container) {
    for (const child of container.children) if (child.children) layContainer(child);
    const parts = partsOf(container);
    const part = new Map();
    parts.forEach((members, i) => members.forEach((child) => part.set(child, i)));
    const links = parts.map(() => []);
    for (const link of container.links.values()) links[part.get(link.from)].push(link);
    const boxes = parts.map((members, i) => layPart(members, links[i]));
    boxes.sort((a, b) => (b.members.length > 1) - (a.members.length > 1) || b.height - a.height);
    const size = pack(boxes);
    const top = container.outermost ? 0 : TITLE, left = container.outermost ? 0 : PADDING;
    for (const box of boxes) {
      const alone = box.members.length === 1;
      for (const member of box.members) {
        member.x = (alone ? 0 : member.x) + box.x + left;
        member.y = (alone ? 0 : member.y) + box.y + top;
      }
      for (const link of box.routes || []) {
        link.points = link.points.map((point) => ({ x: point.x + box.x + left, y: point.y + box.y + top }));
      }
    }
    container.width = Math.max(size.width, container.least || 0) + 2 * left;
    container.height = size.height + top + left;
  }

  // From places inside of containers to places in the picture.
  function settle(container, x, y) {
    for (const link of container.links.values()) {
      if (link.points) link.points = link.points.map((point) => ({ x: point.x + x, y: point.y + y }));
    }
    for (const child of container.children) {
      child.x += x;
      child.y += y;
      if (child.children) settle(child, child.x, child.y);
    }
  }

  // The way up from a child to the outermost container.
  function wayUp(child) {
    const way = [];
    for (let each = child; each; each = each.container) way.push(each);
    return way.reverse();
  }

  // Each edge links two children of the innermost container that contains both of its ends.
  function lift(edges) {
    for (const edge of edges) {
      const a = wayUp(edge.from), b = wayUp(edge.to);
      let depth = 0;
      while (a[depth] === b[depth]) depth++;
      const from = a[depth], to = b[depth];
      if (!from || !to) continue; // one contains the other
      const links = a[depth - 1].links;
      const key = `${from.key}>${to.key}`;
      if (!links.has(key)) links.set(key, { from, to });
      if (from === edge.from && to === edge.to) edge.link = links.get(key);
    }
  }

  // Gives all that is below the outermost container its place. A child has `key`, unique, and `container`. An edge
  // { from, to } gets a `link` whose `points` lead around other nodes, if there are any.
  return (outermost, edges) => {
    lift(edges);
    layContainer(outermost);
    outermost.x = outermost.y = 0;
    settle(outermost, 0, 0);
  };
})();
