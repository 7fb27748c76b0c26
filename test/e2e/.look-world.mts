import { startWorld } from '/work/main/test/e2e/startWorld';
const w = await startWorld({ name: 'look' });
await w.browser.close();
console.log('READY');
process.on('SIGTERM', async () => { for (const n of ['frontend','backend','sandbox'] as const) await w.stopProcess(n); process.exit(0); });
setInterval(()=>{}, 1e6);
