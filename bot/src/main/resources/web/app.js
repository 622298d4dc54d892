// The console: form tokens, live lists, drafts, presence. Works without; better with.
'use strict';
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || '';
  const csrf = meta('csrf');
  const keep = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* private mode */ } },
  };

  document.body.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-CSRF-Token'] = csrf;
  });
  document.body.addEventListener('htmx:sendError', () => problem('网络不通，内容还在这台设备上，请稍后再试'));

  function problem(text) {
    const place = document.getElementById('problem');
    if (!place) return;
    place.replaceChildren();
    const note = document.createElement('p');
    note.className = 'problem';
    note.setAttribute('role', 'alert');
    note.textContent = text;
    place.append(note);
    place.scrollIntoView({ block: 'nearest' });
  }

  // Live: only item numbers arrive; what is shown is fetched anew.
  const live = document.querySelector('[data-live]');
  if (live && window.EventSource) {
    const item = live.dataset.live;
    const source = new EventSource(item ? `/console/live?item=${encodeURIComponent(item)}` : '/console/live');
    let due = 0;
    const refresh = () => {
      clearTimeout(due);
      due = setTimeout(() => {
        for (const part of document.querySelectorAll('[data-refresh]')) window.htmx?.trigger(part, 'refresh');
      }, 150);
    };
    source.addEventListener('changed', (event) => {
      if (!item || event.data === item || event.data === '*') refresh();
    });
    source.addEventListener('presence', () => {
      const part = document.getElementById('presence');
      if (part) window.htmx?.trigger(part, 'presence');
    });
    // What changed between the page being written and this line being open would be missed.
    source.addEventListener('open', refresh);
    window.addEventListener('pagehide', () => source.close());
  }

  // The item changed while somebody writes: the words stay, the notice says so.
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const now = event.target.querySelector?.('[data-standing]') || event.target;
    const form = document.querySelector('[data-answer]');
    if (form && now.dataset?.standing && form.dataset.standing !== now.dataset.standing) {
      document.getElementById('stale')?.removeAttribute('hidden');
    }
  });

  // Answers are kept on this device until they are sent.
  const answer = document.querySelector('[data-answer]');
  if (answer) {
    const box = answer.querySelector('textarea');
    const count = document.getElementById('count');
    const saved = document.getElementById('saved');
    const key = `qs.draft.${meta('account')}.${answer.dataset.answer}`;
    const limit = Number(box.dataset.limit);
    let lastTyping = 0;
    const size = () => {
      const length = box.value.length;
      count.textContent = `${length} / ${limit} 字`;
      count.classList.toggle('over', length > limit);
      box.style.height = 'auto';
      box.style.height = `${Math.max(132, Math.min(box.scrollHeight + 2, 420))}px`;
    };
    const changed = () => {
      size();
      if (box.value) keep.set(key, box.value); else keep.drop(key);
      saved.textContent = box.value ? '草稿已保存在本机' : '';
      if (Date.now() - lastTyping > 5000) {
        lastTyping = Date.now();
        fetch(`${answer.dataset.path}/typing`, { method: 'POST', headers: { 'X-CSRF-Token': csrf } }).catch(() => {});
      }
    };
    const draft = keep.get(key);
    if (draft && !box.value) {
      box.value = draft;
      saved.textContent = '已恢复上次的草稿';
    }
    size();
    box.addEventListener('input', changed);
    document.body.addEventListener('htmx:afterRequest', (event) => {
      if (event.target === answer && event.detail.successful) keep.drop(key);
    });
    document.addEventListener('click', (event) => {
      const tap = event.target.closest('[data-insert]');
      if (!tap) return;
      const at = box.selectionStart ?? box.value.length;
      const before = box.value.slice(0, at);
      const gap = before && !before.endsWith('\n') ? '\n' : '';
      box.value = before + gap + tap.dataset.insert + box.value.slice(box.selectionEnd ?? at);
      box.focus();
      changed();
      box.scrollIntoView({ block: 'center' });
    });
  }

  // Notes: after an @ the colleagues who may be named; a tap writes the name.
  const note = document.querySelector('textarea[data-mates]');
  if (note) {
    const mates = Array.from(note.form.querySelectorAll('[data-mate]'));
    const begun = () => /[@＠]([^@＠\s]{0,20})$/.exec(note.value.slice(0, note.selectionStart));
    const narrow = () => {
      const typed = begun()?.[1] || '';
      const fits = mates.filter((mate) => mate.textContent.includes(typed));
      for (const mate of mates) mate.hidden = fits.length > 0 && !fits.includes(mate);
    };
    note.addEventListener('input', narrow);
    note.form.addEventListener('click', (event) => {
      const mate = event.target.closest('[data-mate]');
      if (!mate) return;
      const end = note.selectionStart;
      const typed = begun();
      const start = typed ? end - typed[0].length : end;
      note.setRangeText(`@${mate.dataset.mate} `, start, end, 'end');
      note.focus();
      narrow();
    });
  }

  // Picking a region: suggestions while typing.
  for (const picker of document.querySelectorAll('input[data-regions]')) {
    const list = document.getElementById(picker.getAttribute('list'));
    let due = 0;
    picker.addEventListener('input', () => {
      clearTimeout(due);
      due = setTimeout(async () => {
        const found = await fetch(`/console/regions?q=${encodeURIComponent(picker.value)}`);
        if (!found.ok) return;
        list.replaceChildren(...(await found.json()).map((each) => {
          const option = document.createElement('option');
          option.value = each;
          return option;
        }));
      }, 200);
    });
  }

  for (const form of document.querySelectorAll('form[data-confirm]')) {
    form.addEventListener('submit', (event) => {
      if (!window.confirm(form.dataset.confirm)) event.preventDefault();
    }, true);
  }

  // j/k walk through the list, Enter opens, c claims; never while writing.
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j' || event.key === 'k') {
      const cards = Array.from(document.querySelectorAll('a.card-link'));
      const here = cards.indexOf(document.activeElement);
      cards.at(Math.max(0, Math.min(cards.length - 1, here + (event.key === 'j' ? 1 : -1))))?.focus();
    } else if (event.key === 'c') {
      const card = document.activeElement?.closest('.card') || document;
      card.querySelector('[data-claim] button')?.click();
    } else if (event.key === 'r') {
      const box = document.querySelector('[data-answer] textarea');
      if (box) { event.preventDefault(); box.focus(); }
    }
  });
})();
