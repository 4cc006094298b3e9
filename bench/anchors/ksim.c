/* SPDX-FileCopyrightText: nxs contributors */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksim.c - tight C11 anchor ("physical limit") for the kernel-model workloads
 *          W1 churn, W1S lockstep, W2 timeslice, W4 ipc, W5 wide.
 *
 * The machine model (M0) and the workloads are defined in workloads.md; this
 * file is the reference that produced the expected counts there.  One run
 * prints one line: counters, a 64-bit order-dependent checksum over all
 * dispatches, and ns/event.  The run is single-threaded, allocation-free and
 * fully deterministic.
 *
 * Event sources, one pending event per entity, total order (time, entity):
 *   END(h)  = h          hart h: compute finished or timeslice expired
 *   IPI(h)  = H + h      resched IPI arrives at hart h
 *   WAKE(t) = 2H + t     sleep timer of task t expires (handled by hart 0)
 *
 * Queues (each chosen for what its keys look like):
 *   END   winner tree over H packed keys, branch-free update
 *   IPI   constant latency => keys arrive (almost) sorted => sorted ring
 *   WAKE  QUEUE=0: bitmap wheel, 3 levels, cancellable lists, sorted "near" buffer
 *         QUEUE=1: winner tree over T packed keys, branch-free update
 *         QUEUE=2: indexed 4-ary heap
 *
 * Build flags: -DQUEUE=0|1|2, -DROTATE=1 (IPI rotates the running task even
 * within its own class, as the Rust kernel does), -DCHECK=1 (assertions).
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef QUEUE
#define QUEUE 0
#endif
#ifndef ROTATE
#define ROTATE 0
#endif
#if CHECK
#include <assert.h>
#define ASSERT(x) assert(x)
#else
#define ASSERT(x) ((void)0)
#endif

#define INL static inline __attribute__((always_inline))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

typedef uint64_t u64;
typedef uint32_t u32;
typedef int32_t i32;

enum { MAXH = 64, MAXT = 16384, NCLS = 4, KEYBITS = 16 };
#define INF_KEY (~(u64)0)
#define NONE (-1)
#define TIMESLICE 10000000ull
#define IPI_LATENCY 1000ull
#define FOREVER (1ull << 62)
#define SUM_PRIME 0x9E3779B97F4A7C15ull

/* A packed key is time << KEYBITS | entity: comparing keys compares (time, entity). */
INL u64 key_of(u64 time, u32 entity) { return time << KEYBITS | entity; }
INL u64 key_time(u64 key) { return key >> KEYBITS; }
INL u32 key_entity(u64 key) { return (u32)(key & ((1u << KEYBITS) - 1)); }
INL u64 min_u64(u64 a, u64 b) { return a < b ? a : b; }

/* ---------------------------------------------------------------- model state */

/* One cache half-line per task: everything an event on a task touches. */
typedef struct {
    u64 rem;      /* ns of compute left in the current operation */
    u32 compute;  /* ns, program: {compute; sleep} or {compute; call/reply}; 0 = endless */
    u32 sleep;    /* ns; 0 = IPC task */
    i32 peer;     /* IPC partner */
    u32 left;     /* IPC client: round trips left */
    i32 next;     /* run queue link */
    uint8_t home, cls, server, pad;
} task_t;
_Static_assert(sizeof(task_t) == 32, "task_t is half a cache line");

typedef struct { i32 head, tail; } fifo_t;

typedef struct {
    fifo_t q[NCLS];
    u64 start;          /* time of the last dispatch */
    i32 cur, last;
    u32 mask;           /* bit c: q[c] not empty */
    u32 ipi_pending;
    u32 pad[2];
} hart_t;
_Static_assert(sizeof(hart_t) == 64, "hart_t is a cache line");

typedef struct {
    u64 events, wakes, ends, ipis, ipis_elided, dispatches, switches, slices, preempts, steals,
        steal_misses, idles, round_trips, sum;
} stats_t;

static task_t task[MAXT] __attribute__((aligned(64)));
static hart_t hart[MAXH] __attribute__((aligned(64)));
static u64 ready[NCLS]; /* bit h: hart h has a queued task of the class */
static stats_t st;

/* ---------------------------------------------------------------- winner tree */

/* node[1] is the minimum of n leaves (power of two); an update is log2(n)
 * dependent min operations, without a branch to mispredict. */
INL u64 tree_set(u64 *node, u32 n, u32 leaf, u64 key)
{
    /* The trip count is written as a constant so that the loop is unrolled. */
    u32 i = n + leaf;
    node[i] = key;
#pragma GCC unroll 16
    for (u32 width = n; width > 1; width >>= 1) {
        key = min_u64(key, node[i ^ 1]);
        i >>= 1;
        node[i] = key;
    }
    return key;
}

static u64 end_node[2 * MAXH] __attribute__((aligned(64)));

/* ---------------------------------------------------------------- IPI ring */

/* At most one IPI in flight per hart; the keys are sorted but for ties. */
static u64 ipi_ring[MAXH];
static u32 ipi_head, ipi_tail;

INL u64 ipi_min(void) { return ipi_head == ipi_tail ? INF_KEY : ipi_ring[ipi_head & (MAXH - 1)]; }

INL void ipi_push(u64 key)
{
    u32 i = ipi_tail++;
    while (i != ipi_head && UNLIKELY(ipi_ring[(i - 1) & (MAXH - 1)] > key)) {
        ipi_ring[i & (MAXH - 1)] = ipi_ring[(i - 1) & (MAXH - 1)];
        i--;
    }
    ipi_ring[i & (MAXH - 1)] = key;
}

/* ---------------------------------------------------------------- WAKE queue */

#if QUEUE == 0 /* bitmap wheel */

/* Level l has 2^B slots of 2^(S + l*B) ns.  A slot is a doubly linked list
 * (so that a timer can be cancelled); a reached level-0 slot is drained into a
 * small sorted buffer; a reached slot of a higher level is spread one level
 * down.  wheel_pos is the absolute number of the level-0 slot in the buffer.
 * Good while timers are dense: a key before the reached slot is inserted into
 * the sorted buffer, so a reach far ahead of many later short timers would
 * cost; a general kernel should bound the reach by the next event. */
enum { B = 12, S = 10, SLOTS = 1 << B, LEVELS = 3, WORDS = SLOTS / 64 };

typedef struct { u64 key; i32 next, prev; } wnode_t; /* prev < 0: ~slot index */
static wnode_t wnode[MAXT] __attribute__((aligned(64)));
static i32 wslot[LEVELS][SLOTS];
static u64 wbits[LEVELS][WORDS], wsummary[LEVELS];
static u64 near[MAXT];
static u32 near_head, near_tail;
static u64 wheel_pos;
static u64 wake_key;

INL void wheel_link(u32 l, u64 abs_slot, i32 t)
{
    u32 s = abs_slot & (SLOTS - 1);
    i32 old = wslot[l][s];
    wnode[t].next = old;
    wnode[t].prev = ~(i32)(l << B | s);
    if (old >= 0) wnode[old].prev = t;
    wslot[l][s] = t;
    wbits[l][s >> 6] |= 1ull << (s & 63);
    wsummary[l] |= 1ull << (s >> 6);
}

INL void wheel_place(u64 key, i32 t)
{
    u64 slot = key_time(key) >> S;
    u64 diff = slot ^ wheel_pos;
    wnode[t].key = key;
    if (LIKELY(diff < SLOTS)) wheel_link(0, slot, t);
    else if (diff < (u64)SLOTS << B) wheel_link(1, slot >> B, t);
    else wheel_link(2, slot >> (2 * B), t);
}

INL void near_insert(u64 key)
{
    if (UNLIKELY(near_tail == MAXT)) { /* one pending key per task: sliding down makes room */
        memmove(near, near + near_head, (near_tail - near_head) * sizeof near[0]);
        near_tail -= near_head;
        near_head = 0;
    }
    u32 i = near_tail++;
    while (i > near_head && near[i - 1] > key) { near[i] = near[i - 1]; i--; }
    near[i] = key;
}

/* First non-empty slot of level l at or after the index; NONE when there is none. */
INL i32 wheel_scan(u32 l, u32 from)
{
    if (from >= SLOTS) return NONE;
    u32 w = from >> 6;
    u64 bits = wbits[l][w] & (~0ull << (from & 63));
    if (!bits) {
        if (w + 1 >= WORDS) return NONE;
        u64 words = wsummary[l] & (~0ull << 1 << w);
        if (!words) return NONE;
        w = (u32)__builtin_ctzll(words);
        bits = wbits[l][w];
    }
    return (i32)(w << 6 | (u32)__builtin_ctzll(bits));
}

INL i32 wheel_take(u32 l, u32 s)
{
    i32 t = wslot[l][s];
    wslot[l][s] = NONE;
    u64 bits = wbits[l][s >> 6] &= ~(1ull << (s & 63));
    if (!bits) wsummary[l] &= ~(1ull << (s >> 6));
    return t;
}

static __attribute__((noinline)) int wheel_cascade(void)
{
    for (u32 l = 1; l < LEVELS; l++) {
        i32 s = wheel_scan(l, (u32)((wheel_pos >> (l * B)) & (SLOTS - 1)) + 1);
        if (s < 0) continue;
        u64 upper = wheel_pos >> ((l + 1) * B) << B | (u64)s;
        wheel_pos = upper << (l * B);
        i32 t = wheel_take(l, (u32)s);
        while (t >= 0) {
            i32 n = wnode[t].next;
            wheel_place(wnode[t].key, t);
            t = n;
        }
        return 1;
    }
    return 0;
}

/* The sorted buffer is empty: bring the next slot in.  Sets wake_key. */
INL void wheel_refill(void)
{
    near_head = near_tail = 0;
    u32 from = (u32)(wheel_pos & (SLOTS - 1));
    i32 s;
    while (UNLIKELY((s = wheel_scan(0, from)) < 0)) {
        if (!wheel_cascade()) { wake_key = INF_KEY; return; }
        from = 0;
    }
    wheel_pos = (wheel_pos & ~(u64)(SLOTS - 1)) | (u64)s;
    i32 t = wheel_take(0, (u32)s);
    near[near_tail++] = wnode[t].key;
    for (t = wnode[t].next; t >= 0; t = wnode[t].next) near_insert(wnode[t].key);
    wake_key = near[0];
}

INL void wake_push(u64 key, i32 t, u32 H, u32 N)
{
    (void)H; (void)N;
    /* At or before the buffered slot (or the slot last reached): into the buffer. */
    if (LIKELY(key_time(key) >> S > wheel_pos)) wheel_place(key, t);
    else near_insert(key);
    if (UNLIKELY(key < wake_key)) { /* the queue was empty, or the key is the new front of the buffer */
        if (near_head == near_tail) wheel_refill();
        else wake_key = near[near_head];
    }
}

INL void wake_pop(u32 H, u32 N)
{
    (void)H; (void)N;
    if (++near_head < near_tail) wake_key = near[near_head];
    else wheel_refill();
}

static void wake_init(u32 N)
{
    (void)N;
    memset(wslot, 0xff, sizeof wslot);
    memset(wbits, 0, sizeof wbits);
    memset(wsummary, 0, sizeof wsummary);
    near_head = near_tail = 0;
    wheel_pos = 0;
    wake_key = INF_KEY;
}
#define WAKE_MIN() wake_key

#elif QUEUE == 1 /* winner tree */

static u64 wake_node[2 * MAXT] __attribute__((aligned(64)));
static void wake_init(u32 N) { for (u32 i = 0; i < 2 * N; i++) wake_node[i] = INF_KEY; }
INL void wake_push(u64 key, i32 t, u32 H, u32 N) { (void)H; tree_set(wake_node, N, (u32)t, key); }
INL void wake_pop(u32 H, u32 N) { tree_set(wake_node, N, key_entity(wake_node[1]) - 2 * H, INF_KEY); }
#define WAKE_MIN() wake_node[1]

#else /* indexed 4-ary heap, keys only (pop-min; cancel would need pos[]) */

static u64 heap[MAXT + 8] __attribute__((aligned(64)));
static u32 heap_n;
static u64 wake_top;
static void wake_init(u32 N) { (void)N; heap_n = 0; wake_top = INF_KEY; }
INL void wake_push(u64 key, i32 t, u32 H, u32 N)
{
    (void)t; (void)H; (void)N;
    u32 i = heap_n++;
    while (i > 0) {
        u32 p = (i - 1) >> 2;
        if (heap[p] <= key) break;
        heap[i] = heap[p];
        i = p;
    }
    heap[i] = key;
    wake_top = heap[0];
}
INL void wake_pop(u32 H, u32 N)
{
    (void)H; (void)N;
    u64 key = heap[--heap_n];
    u32 n = heap_n, i = 0;
    heap[n] = heap[n + 1] = heap[n + 2] = heap[n + 3] = INF_KEY;
    if (n == 0) { wake_top = INF_KEY; return; }
    for (;;) {
        u32 c = 4 * i + 1;
        if (c >= n) break;
        u32 a = heap[c] <= heap[c + 1] ? c : c + 1, b = heap[c + 2] <= heap[c + 3] ? c + 2 : c + 3;
        u32 m = heap[a] <= heap[b] ? a : b;
        if (heap[m] >= key) break;
        heap[i] = heap[m];
        i = m;
    }
    heap[i] = key;
    wake_top = heap[0];
}
#define WAKE_MIN() wake_top
#endif

/* ---------------------------------------------------------------- scheduler */

typedef struct { u32 H, T, N /* leaves >= T */; int steal; u64 horizon; } cfg_t;

INL void queue_push(cfg_t k, u32 h, i32 t)
{
    hart_t *hp = &hart[h];
    u32 c = task[t].cls;
    fifo_t *q = &hp->q[c];
    task[t].next = NONE;
    if (hp->mask >> c & 1) task[q->tail].next = t;
    else {
        q->head = t;
        hp->mask |= 1u << c;
        if (k.steal) ready[c] |= 1ull << h;
    }
    q->tail = t;
}

INL i32 queue_pop(cfg_t k, u32 h, u32 c)
{
    hart_t *hp = &hart[h];
    i32 t = hp->q[c].head;
    i32 n = task[t].next;
    hp->q[c].head = n;
    if (n < 0) {
        hp->mask &= ~(1u << c);
        if (k.steal) ready[c] &= ~(1ull << h);
    }
    return t;
}

INL u64 dispatch(cfg_t k, u32 h, i32 t, u64 now)
{
    hart_t *hp = &hart[h];
    hp->cur = t;
    hp->start = now;
    st.dispatches++;
    st.switches += hp->last != t;
    hp->last = t;
    st.sum = (st.sum ^ (now << 20 ^ (u64)h << 14 ^ (u64)t)) * SUM_PRIME;
    return tree_set(end_node, k.H, h, key_of(now + min_u64(task[t].rem, TIMESLICE), h));
}

/* Highest class first; own queue, then one steal; then idle. */
INL u64 schedule(cfg_t k, u32 h, u64 now)
{
    u32 mask = hart[h].mask;
    if (LIKELY(mask)) {
        return dispatch(k, h, queue_pop(k, h, 31 - (u32)__builtin_clz(mask)), now);
    }
    if (k.steal) {
        for (int c = NCLS - 1; c >= 0; c--) {
            if (!ready[c]) continue; /* own bit is clear: own queues are empty */
            i32 t = queue_pop(k, (u32)__builtin_ctzll(ready[c]), (u32)c);
            task[t].home = (uint8_t)h;
            st.steals++;
            return dispatch(k, h, t, now);
        }
        st.steal_misses++;
    }
    hart[h].cur = NONE;
    st.idles++;
    return tree_set(end_node, k.H, h, INF_KEY);
}

/* Strict priority: the running task yields to a strictly higher queued class. */
INL u64 resched(cfg_t k, u32 h, u64 now)
{
    hart_t *hp = &hart[h];
    i32 t = hp->cur;
    if (t < 0) {
        return schedule(k, h, now);
    } else if (ROTATE ? hp->mask != 0 : hp->mask >> (task[t].cls + 1)) {
        task[t].rem -= now - hp->start;
        st.preempts++;
        queue_push(k, h, t);
        return schedule(k, h, now);
    }
    return end_node[1];
}

INL void send_ipi(cfg_t k, u32 h, u64 now)
{
    if (hart[h].ipi_pending) { st.ipis_elided++; return; }
    hart[h].ipi_pending = 1;
    ipi_push(key_of(now + IPI_LATENCY, k.H + h));
}

/* A wake-up issued by code running on hart `on`; the caller reschedules `on`. */
INL void make_ready(cfg_t k, i32 t, u32 on, u64 now)
{
    u32 home = task[t].home;
    task[t].rem = task[t].compute ? task[t].compute : FOREVER;
    queue_push(k, home, t);
    if (home != on) send_ipi(k, home, now);
}

INL u64 on_end(cfg_t k, u32 h, u64 now)
{
    hart_t *hp = &hart[h];
    i32 t = hp->cur;
    task_t *tp = &task[t];
    tp->rem -= now - hp->start;
    st.ends++;
    if (tp->rem) {
        st.slices++;
        queue_push(k, h, t);
    } else if (tp->sleep) {
        wake_push(key_of(now + tp->sleep, 2 * k.H + (u32)t), t, k.H, k.N);
    } else if (!tp->server) {
        make_ready(k, tp->peer, h, now);
    } else if (st.round_trips++, --task[tp->peer].left) {
        make_ready(k, tp->peer, h, now);
    }
    return schedule(k, h, now);
}

INL void run(cfg_t k)
{
    const u64 stop = key_of(k.horizon, 0);
    u64 e = end_node[1];
    for (;;) {
        u64 i = ipi_min(), w = WAKE_MIN();
        u64 m = min_u64(e, i);
        if (w < m) {
            if (w >= stop) break;
            u64 now = key_time(w);
            i32 t = (i32)(key_entity(w) - 2 * k.H);
            wake_pop(k.H, k.N);
            st.wakes++;
            make_ready(k, t, 0, now);
            if (task[t].home == 0) e = resched(k, 0, now);
        } else if (e == m) {
            if (e >= stop) break;
            e = on_end(k, key_entity(e), key_time(e));
        } else {
            if (i >= stop) break;
            u32 h = key_entity(i) - k.H;
            ipi_head++;
            st.ipis++;
            hart[h].ipi_pending = 0;
            e = resched(k, h, key_time(i));
        }
    }
    st.events = st.wakes + st.ends + st.ipis;
}

/* ---------------------------------------------------------------- workloads */

static void reset(u32 H, u32 N)
{
    memset(task, 0, sizeof task);
    memset(hart, 0, sizeof hart);
    memset(ready, 0, sizeof ready);
    memset(&st, 0, sizeof st);
    for (u32 i = 0; i < 2 * MAXH; i++) end_node[i] = INF_KEY;
    for (u32 h = 0; h < H; h++) hart[h].cur = hart[h].last = NONE;
    ipi_head = ipi_tail = 0;
    wake_init(N);
}

static void spawn(u32 t, u32 cls, u32 home, u32 compute, u32 sleep)
{
    task[t].cls = (uint8_t)cls;
    task[t].home = (uint8_t)home;
    task[t].compute = compute;
    task[t].sleep = sleep;
}

static void start(cfg_t k, u32 t) { wake_push(key_of(1000ull * (t + 1), 2 * k.H + t), (i32)t, k.H, k.N); }

static __attribute__((noinline)) void w1(u64 horizon, int lockstep)
{
    cfg_t k = {.H = 4, .T = 64, .N = 64, .steal = 1, .horizon = horizon ? horizon : 60000000000ull};
    reset(k.H, k.N);
    for (u32 t = 0; t < k.T; t++) {
        if (lockstep) spawn(t, t & 3, t >> 2 & 3, 50000, 200000);
        else spawn(t, t & 3, t >> 2 & 3, 50000 + 137 * t, 800000 + 3001 * t);
        start(k, t);
    }
    run(k);
}

static __attribute__((noinline)) void w2(u64 horizon)
{
    cfg_t k = {.H = 2, .T = 32, .N = 32, .steal = 0, .horizon = horizon ? horizon : 14400000000000ull};
    reset(k.H, k.N);
    for (u32 t = 0; t < k.T; t++) {
        spawn(t, 1, t & 1, 0, 1);
        start(k, t);
    }
    run(k);
}

static __attribute__((noinline)) void w4(u64 horizon)
{
    cfg_t k = {.H = 4, .T = 32, .N = 32, .steal = 0, .horizon = horizon ? horizon : 1ull << 46};
    reset(k.H, k.N);
    for (u32 p = 0; p < 16; p++) {
        u32 c = 2 * p, s = 2 * p + 1;
        spawn(c, p & 3, p & 3, 2000 + 10 * p, 0);
        spawn(s, p & 3, (p + (p >> 2)) & 3, 3000 + 10 * p, 0);
        task[c].peer = (i32)s;
        task[s].peer = (i32)c;
        task[s].server = 1;
        task[c].left = 125000;
        start(k, c);
    }
    run(k);
}

static __attribute__((noinline)) void w5(u64 horizon)
{
    cfg_t k = {.H = 64, .T = 10000, .N = 16384, .steal = 1, .horizon = horizon ? horizon : 10000000000ull};
    reset(k.H, k.N);
    for (u32 t = 0; t < k.T; t++) {
        spawn(t, t & 3, t >> 2 & 63, 100000 + 13 * t, 24000000 + 911 * t);
        start(k, t);
    }
    run(k);
}

/* ---------------------------------------------------------------- driver */

static double seconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec;
}

static int cmp_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    const char *w = argc > 1 ? argv[1] : "W1";
    int reps = argc > 2 ? atoi(argv[2]) : 1;
    u64 horizon = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    double ns[101];
    if (reps < 1) reps = 1;
    if (reps > 101) reps = 101;
    for (int r = 0; r < reps; r++) {
        double t0 = seconds();
        if (!strcmp(w, "W1")) w1(horizon, 0);
        else if (!strcmp(w, "W1S")) w1(horizon, 1);
        else if (!strcmp(w, "W2")) w2(horizon);
        else if (!strcmp(w, "W4")) w4(horizon);
        else if (!strcmp(w, "W5")) w5(horizon);
        else { fprintf(stderr, "usage: ksim W1|W1S|W2|W4|W5 [reps [horizon_ns]]\n"); return 2; }
        ns[r] = (seconds() - t0) * 1e9 / (double)st.events;
    }
    qsort(ns, (size_t)reps, sizeof ns[0], cmp_double);
    printf("%s events=%" PRIu64 " wakes=%" PRIu64 " ends=%" PRIu64 " ipis=%" PRIu64 " elided=%" PRIu64
           " dispatches=%" PRIu64 " switches=%" PRIu64 " slices=%" PRIu64 " preempts=%" PRIu64
           " steals=%" PRIu64 " misses=%" PRIu64 " idles=%" PRIu64 " rtts=%" PRIu64 " sum=%016" PRIx64
           " ns/event=%.2f (%.2f-%.2f, %d runs)\n",
           w, st.events, st.wakes, st.ends, st.ipis, st.ipis_elided, st.dispatches, st.switches, st.slices,
           st.preempts, st.steals, st.steal_misses, st.idles, st.round_trips, st.sum, ns[reps / 2], ns[0],
           ns[reps - 1], reps);
    return 0;
}
