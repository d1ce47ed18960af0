// Processes in C++20 coroutines on the same std::priority_queue shape
// (entries {time, seq, coroutine_handle}): timeout, FIFO resource, FIFO store.
#include <coroutine>
#include <deque>
#include <queue>
#include <vector>
#include "common.hpp"

using H = std::coroutine_handle<>;
struct Ev { double t; uint64_t seq; H h; };
struct Later { bool operator()(const Ev& a, const Ev& b) const { return a.t > b.t || (a.t == b.t && a.seq > b.seq); } };
struct Sim {
  double now = 0; uint64_t seq = 0; bool stop = false;
  std::priority_queue<Ev, std::vector<Ev>, Later> q;
  void at(double dt, H h) { q.push({now + dt, seq++, h}); }
  struct Timeout { Sim& s; double dt; bool await_ready() { return false; } void await_suspend(H h) { s.at(dt, h); } void await_resume() {} };
  Timeout timeout(double dt) { return {*this, dt}; }
  void run() { while (!q.empty() && !stop) { Ev e = q.top(); q.pop(); now = e.t; e.h.resume(); } }
};
struct Proc {  // fire-and-forget process; starts at once, frame freed at the end
  struct promise_type {
    Proc get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() { std::abort(); }
  };
};
struct Server {
  Sim& s; bool busy = false; std::deque<H> wait;
  struct Req { Server& r; bool await_ready() { if (r.busy) return false; return r.busy = true; } void await_suspend(H h) { r.wait.push_back(h); } void await_resume() {} };
  Req request() { return {*this}; }
  void release() { if (wait.empty()) busy = false; else { H h = wait.front(); wait.pop_front(); s.at(0, h); } }
};
template <class T> struct Store {
  Sim& s; std::deque<T> items; H waiter{};
  struct Get { Store& st; bool await_ready() { return !st.items.empty(); } void await_suspend(H h) { st.waiter = h; } T await_resume() { T v = st.items.front(); st.items.pop_front(); return v; } };
  Get get() { return {*this}; }
  void put(T v) { items.push_back(v); if (waiter) { H h = waiter; waiter = {}; s.at(0, h); } }
};
static const char* E = "c++20 coroutines";

static Proc holder(Sim& s, Draws& r, long& left) { for (;;) { co_await s.timeout(r.exp()); if (--left <= 0) s.stop = true; } }
static void hold(long n, long events) {
  Sim s; Draws r(1, n + events + 1); long left = events;
  for (long i = 0; i < n; i++) holder(s, r, left);
  Clock c; c.start(); s.run(); report(E, "hold " + std::to_string(n), events, c, s.now);
}
static Proc customer(Sim& s, Draws& rs, Server& srv, double& sum, long& done) {
  double t0 = s.now; co_await srv.request(); co_await s.timeout(rs.exp(1.0)); srv.release(); sum += s.now - t0; done++;
}
static Proc source(Sim& s, Draws& ra, Draws& rs, Server& srv, double& sum, long& done, long n) {
  for (long i = 0; i < n; i++) { co_await s.timeout(ra.exp(0.9)); customer(s, rs, srv, sum, done); }
}
static void mm1(long n) {
  Sim s; Draws ra(1, n), rs(2, n); Server srv{s}; double sum = 0; long done = 0; Clock c; c.start();
  source(s, ra, rs, srv, sum, done, n); s.run(); report(E, "mm1", done, c, sum / done);
}
struct Link { Sim& s; double freeAt = 0; Store<int>& out;
  Proc send(int bytes) { double st = std::max(s.now, freeAt); freeAt = st + bytes * 8 / 1e9; co_await s.timeout(freeAt + 1e-3 - s.now); out.put(bytes); } };
static Proc node(Sim& s, Store<int>& in, Link& out, long trips, bool first, long& got) {
  if (first) out.send(1000);
  for (long i = 0; i < trips; i++) { co_await in.get(); got++; if (!first || i + 1 < trips) out.send(1000); }
}
static void pingpong(long trips) {
  Sim s; Store<int> qa{s}, qb{s}; Link ab{s, 0, qb}, ba{s, 0, qa}; long got = 0; Clock c; c.start();
  node(s, qa, ab, trips, true, got); node(s, qb, ba, trips, false, got); s.run(); report(E, "pingpong", got, c, s.now);
}
static Proc looper(Sim& s, Draws& r, int n, long& done) { for (int i = 0; i < n; i++) { co_await s.timeout(r.exp()); done++; } }
static void procs(long n, int wakes) {
  Draws r(1, n * wakes); double base = procKb("VmRSS:"); Sim s; long done = 0; Clock c; c.start();
  for (long i = 0; i < n; i++) looper(s, r, wakes, done);
  s.run(); report(E, "procs", done, c, s.now, (procKb("VmHWM:") - base) * 1024 / n);
}
int main(int argc, char** argv) {
  std::string w = argc > 1 ? argv[1] : "hold"; long a = argc > 2 ? atol(argv[2]) : 100, b = argc > 3 ? atol(argv[3]) : 5000000;
  if (w == "hold") hold(a, b); else if (w == "mm1") mm1(a); else if (w == "pingpong") pingpong(a); else if (w == "procs") procs(a, 20);
}
