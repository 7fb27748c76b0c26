// The key stays in this page's memory: it is gone when the page is.
const element = id => document.getElementById(id);
const names = { user: 'You', assistant: 'Chatbot' };
let key = '';
let socket = null;
let conversation = null;
let answer = null;

function say(text) {
  element('status').textContent = text;
}

function show(role, text) {
  const item = document.createElement('li');
  const who = document.createElement('strong');
  const what = document.createElement('span');
  item.className = role;
  who.textContent = names[role];
  what.textContent = text;
  item.append(who, what);
  element('messages').append(item);
  item.scrollIntoView({ block: 'end' });
  return what;
}

function setBusy(busy) {
  element('messages').setAttribute('aria-busy', String(busy));
  element('question').querySelector('button').disabled = busy;
}

async function ask(path) {
  const response = await fetch(path, { headers: { Authorization: `Bearer ${key}` } });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  return body;
}

async function listConversations() {
  const { items } = await ask('conversations');
  const entries = items.map(({ id, title }) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    button.setAttribute('aria-current', String(id === conversation));
    button.addEventListener('click', () => attempt(() => open(id)));
    item.append(button);
    return item;
  });
  element('conversations').replaceChildren(...entries);
}

async function open(id) {
  const { messages } = await ask(`conversations/${id}`);
  conversation = id;
  element('messages').replaceChildren();
  messages.forEach(({ role, content }) => show(role, content));
  await listConversations();
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(error.message);
  }
}

function connect() {
  const address = new URL('chat/stream', document.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  const opened = new WebSocket(address);
  opened.addEventListener('open', () => opened.send(JSON.stringify({ key })));
  opened.addEventListener('message', event => receive(JSON.parse(event.data)));
  opened.addEventListener('close', () => {
    if (socket === opened) {
      socket = null;
      setBusy(false);
    }
  });
  return opened;
}

function receive(message) {
  if (message.type === 'part') {
    answer ??= show('assistant', '');
    answer.append(message.text);
    answer.scrollIntoView({ block: 'end' });
    return;
  }
  answer = null;
  setBusy(false);
  if (message.type === 'error') {
    say(message.error);
    return;
  }
  conversation = message.conversation;
  say('Answered.');
  attempt(listConversations);
}

function send(question) {
  // The service closes connections that are idle: a new question opens another.
  socket ??= connect();
  const text = JSON.stringify({ message: question, conversation });
  if (socket.readyState === WebSocket.OPEN) {
    socket.send(text);
  } else {
    socket.addEventListener('open', event => event.target.send(text));
  }
  show('user', question);
  setBusy(true);
  say('The model is thinking.');
}

element('introduction').addEventListener('submit', event => {
  event.preventDefault();
  key = element('key').value.trim();
  attempt(async () => {
    await listConversations();
    socket?.close();
    socket = null;
    element('chat').hidden = false;
    element('message').focus();
    say('Connected.');
  });
});

element('new').addEventListener('click', () => {
  conversation = null;
  element('messages').replaceChildren();
  element('message').focus();
  attempt(listConversations);
});

element('question').addEventListener('submit', event => {
  event.preventDefault();
  const field = element('message');
  if (field.value.trim() && !element('question').querySelector('button').disabled) {
    send(field.value.trim());
    field.value = '';
  }
});

element('message').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    element('question').requestSubmit();
  }
});
