// The youth web chat. Text from anybody enters the page through textContent only.
'use strict';
(() => {
  const root = document.getElementById('chat');
  const base = root.dataset.base;
  const log = document.getElementById('log');
  const form = document.getElementById('composer');
  const box = document.getElementById('text');
  const button = form.querySelector('button');
  const notice = document.getElementById('notice');
  const typing = document.getElementById('typing');
  const welcome = document.getElementById('welcome');
  const counter = document.getElementById('counter');
  const LIMIT = 1000;
  const BEIJING = { timeZone: 'Asia/Shanghai' }; // wherever the browser is
  const SEEN = 'qs.seen';
  const lines = new Map();
  const plainTitle = document.title;
  let unread = 0;
  let stream = null;
  let waiting = 0;
  let shown = 0;
  let loaded = false;

  const remember = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
  };

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Only https addresses become links; everything else stays what it is: text.
  const LINK = /https:\/\/[^\s<>"'，。；：！？、（）《》“”]+/g;
  function fill(parent, text) {
    let from = 0;
    for (const found of text.matchAll(LINK)) {
      parent.append(text.slice(from, found.index));
      const link = element('a', '', found[0]);
      link.href = found[0];
      link.target = '_blank';
      link.rel = 'noopener noreferrer nofollow';
      parent.append(link);
      from = found.index + found[0].length;
    }
    parent.append(text.slice(from));
  }

  const SOURCE = /^(依据|来源|出处|核对|适用|咨询|编号)[:：]/;
  function bubble(rows) {
    const made = element('div', 'bubble');
    for (const row of rows) {
      const p = element('p', SOURCE.test(row) ? 'source' : '');
      fill(p, row);
      made.append(p);
    }
    return made;
  }

  // Rows that list the choices become buttons; what the text says after them stays after them.
  function body(line) {
    const listed = (line.choices || []).map((choice) => choice.label);
    const isChoice = (row) => /^\s*\d/.test(row) && listed.some((label) => row.includes(label));
    const rows = line.text.split('\n');
    if (!listed.length) return [bubble(rows)];
    const last = rows.findLastIndex(isChoice);
    const before = last < 0 ? rows : rows.slice(0, last).filter((row) => !isChoice(row));
    const after = last < 0 ? [] : rows.slice(last + 1);
    while (after.length && !after[0].trim()) after.shift();
    const parts = before.some((row) => row.trim()) ? [bubble(before)] : [];
    parts.push(choices(line));
    if (after.length) parts.push(bubble(after));
    return parts;
  }

  function clock(at) {
    const then = new Date(at);
    const time = then.toLocaleTimeString('zh-CN', { ...BEIJING, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const day = (date) => date.toLocaleDateString('zh-CN', { ...BEIJING, month: 'long', day: 'numeric' });
    const year = (date) => date.toLocaleDateString('zh-CN', { ...BEIJING, year: 'numeric' });
    const today = new Date();
    if (year(then) !== year(today)) return `${year(then)}${day(then)} ${time}`;
    return day(then) === day(today) ? time : `${day(then)} ${time}`;
  }

  function choices(line) {
    const list = element('div', 'choices');
    for (const choice of line.choices) {
      const tap = element('button', 'choice');
      tap.type = 'button';
      tap.append(element('span', 'number', choice.send), element('span', '', choice.label));
      tap.addEventListener('click', () => { retireChoices(); send(choice.send); });
      list.append(tap);
    }
    return list;
  }

  function retireChoices() {
    for (const tap of log.querySelectorAll('.choice')) tap.disabled = true;
  }

  function nearEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight;
  }

  // Adds a line at the end, or brings one already shown up to date. Returns whether it was new.
  function show(line) {
    const known = lines.get(line.id);
    if (known) {
      known.classList.remove('pending', 'failed');
      known.querySelector('.meta').textContent = clock(line.at);
      return false;
    }
    const follow = nearEnd();
    retireChoices();
    const row = element('li', `line ${line.from}`);
    row.dataset.id = line.id;
    row.append(...body(line));
    row.append(element('span', 'meta', clock(line.at)));
    log.append(row);
    lines.set(line.id, row);
    shown += 1;
    row.dataset.shown = shown;
    welcome.classList.add('used');
    if (line.from === 'bot') {
      waiting = 0;
      typing.hidden = true;
      if (document.hidden) {
        unread += 1;
        document.title = `（${unread}）${plainTitle}`;
      } else {
        remember.set(SEEN, line.id);
      }
    }
    if (follow || line.from === 'me') toEnd();
    return true;
  }

  // The order of the history counts; what is not in it yet stays behind, what is too old before it.
  function arrange(all, shownBefore) {
    const settled = new Set(all.map((line) => line.id));
    const early = [];
    const late = [];
    for (const [id, row] of lines) {
      if (settled.has(id)) continue;
      const recent = Number(row.dataset.shown) > shownBefore || row.matches('.pending, .failed');
      (recent ? late : early).push(row);
    }
    const wanted = [...early, ...all.map((line) => lines.get(line.id)), ...late];
    const now = Array.from(log.querySelectorAll('.line[data-id]'));
    if (wanted.some((row, index) => row !== now[index])) log.append(...wanted);
  }

  function showAll(all, shownBefore) {
    const first = !loaded;
    loaded = true;
    const seen = remember.get(SEEN);
    const known = all.findIndex((line) => line.id === seen);
    const fresh = all.filter(show);
    arrange(all, shownBefore);
    const next = all[known + 1];
    if (first && known >= 0 && next && fresh.includes(next) && all.slice(known + 1).some((line) => line.from === 'bot')) {
      log.insertBefore(element('li', 'divider', '以下是你离开后的新消息'), lines.get(next.id));
    }
    const last = all.findLast((line) => line.from === 'bot');
    if (last && !document.hidden) remember.set(SEEN, last.id);
    if (first) toEnd();
  }

  function tell(text) {
    notice.textContent = text;
    notice.hidden = !text;
  }

  async function history() {
    const shownBefore = shown;
    const answer = await fetch(`${base}/history`, { credentials: 'same-origin', cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    showAll(text.split('\n').filter(Boolean).map((each) => JSON.parse(each)), shownBefore);
  }

  // The history first: it also gives a new visitor the session the stream needs.
  async function connect() {
    if (stream) stream.close();
    stream = null;
    try {
      await history();
    } catch {
      tell(navigator.onLine ? '暂时连不上，正在重试…' : '网络已断开，恢复后会自动重连');
      setTimeout(connect, 3000);
      return;
    }
    tell('');
    stream = new EventSource(`${base}/stream`);
    stream.addEventListener('open', () => { tell(''); history().catch(() => {}); });
    stream.addEventListener('message', (event) => show(JSON.parse(event.data)));
    stream.addEventListener('error', () => {
      tell(navigator.onLine ? '连接中断，正在重连…' : '网络已断开，恢复后会自动重连');
      if (stream && stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    });
  }

  function newId() {
    const bits = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bits, (bit) => bit.toString(16).padStart(2, '0')).join('');
  }

  // Some in-app browsers hold an event stream back: while an answer is due, also ask.
  function awaitReply() {
    typing.hidden = false;
    waiting = 8;
    if (nearEnd()) toEnd();
    const look = () => {
      if (waiting <= 0) { typing.hidden = true; return; }
      waiting -= 1;
      history().catch(() => {}).finally(() => { if (waiting > 0) setTimeout(look, 3000); else typing.hidden = true; });
    };
    setTimeout(look, 3000);
  }

  function sendWords(line) {
    return fetch(`${base}/messages`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ clientMsgId: line.id, text: line.text }),
    });
  }

  function sendFile(line) {
    const about = new URLSearchParams({ id: line.id, name: line.file.name });
    return fetch(`${base}/files?${about}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: line.file,
    });
  }

  async function post(line) {
    const row = lines.get(line.id);
    const meta = row.querySelector('.meta');
    row.classList.add('pending');
    row.classList.remove('failed');
    meta.textContent = '发送中…';
    let problem = '没有送出，点这里重发';
    try {
      const answer = await (line.file ? sendFile(line) : sendWords(line));
      const told = await answer.json();
      if (answer.ok) {
        row.classList.remove('pending');
        meta.textContent = clock(told.at);
        if (told.replyComing && log.lastElementChild === row) awaitReply();
        return;
      }
      problem = `${told.error.message} · 点这里重发`;
    } catch { /* the line broke: the same id may be sent again safely */ }
    row.classList.remove('pending');
    row.classList.add('failed');
    meta.replaceChildren();
    const again = element('button', 'again', problem);
    again.type = 'button';
    again.addEventListener('click', () => post(line));
    meta.append(again);
  }

  function send(text) {
    const line = { id: newId(), from: 'me', text, at: Date.now() };
    show(line);
    post(line);
  }

  function size() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
    const length = Array.from(box.value).length;
    counter.hidden = length < LIMIT - 100;
    counter.textContent = length > LIMIT ? `超出 ${length - LIMIT} 字` : `还可写 ${LIMIT - length} 字`;
    counter.classList.toggle('over', length > LIMIT);
    button.disabled = !box.value.trim() || length > LIMIT;
  }

  function submit() {
    const text = box.value.trim();
    if (!text || Array.from(text).length > LIMIT) return;
    box.value = '';
    size();
    send(text);
    box.focus();
  }

  const picker = document.getElementById('file');
  picker.addEventListener('change', () => {
    const [file] = picker.files;
    picker.value = '';
    if (!file) return;
    if (file.size > 10 * 1024 * 1024) { tell('文件最大 10 MB'); setTimeout(() => tell(''), 4000); return; }
    const line = { id: newId(), from: 'me', text: `［文件］${file.name}`, at: Date.now(), file };
    show(line);
    post(line);
  });

  form.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  box.addEventListener('input', size);
  box.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word and must never send.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      submit();
    }
  });
  for (const example of welcome.querySelectorAll('button')) {
    example.addEventListener('click', () => send(example.textContent));
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    unread = 0;
    document.title = plainTitle;
    const last = Array.from(lines.values()).findLast((row) => row.classList.contains('bot'));
    if (last) remember.set(SEEN, last.dataset.id);
  });
  window.addEventListener('offline', () => tell('网络已断开，恢复后会自动重连'));
  window.addEventListener('online', connect);
  window.addEventListener('pagehide', () => { if (stream) stream.close(); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
  size();
  connect();
})();
