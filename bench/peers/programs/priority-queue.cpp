// What one writes in C++ in an hour: std::priority_queue of {time, seq, std::function}, callback style.
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <vector>
#include "common.hpp"

struct Ev { double t; uint64_t seq; std::function<void()> fn; };
struct Later { bool operator()(const Ev& a, const Ev& b) const { return a.t > b.t || (a.t == b.t && a.seq > b.seq); } };
struct Sim {
  double now = 0; uint64_t seq = 0; bool stop = false;
  std::priority_queue<Ev, std::vector<Ev>, Later> q;
  void at(double dt, std::function<void()> f) { q.push({now + dt, seq++, std::move(f)}); }
  void run() {
    while (!q.empty() && !stop) {
      Ev& top = const_cast<Ev&>(q.top());
      now = top.t; auto f = std::move(top.fn); q.pop(); f();
    }
  }
};
static const char* E = "c++ std::priority_queue";

static void hold(long n, long events) {
  Sim s; Draws r(1, n + events + 1); long left = events;
  struct P { Sim& s; Draws& r; long& left; void operator()() { if (--left <= 0) s.stop = true; s.at(r.exp(), P{*this}); } };
  for (long i = 0; i < n; i++) s.at(r.exp(), P{s, r, left});
  Clock c; c.start(); s.run();
  report(E, "hold " + std::to_string(n), events, c, s.now);
}

struct Server {  // FIFO resource, capacity 1
  bool busy = false; std::deque<std::function<void()>> wait;
  void request(std::function<void()> f) { if (busy) wait.push_back(std::move(f)); else { busy = true; f(); } }
  void release() { if (wait.empty()) busy = false; else { auto f = std::move(wait.front()); wait.pop_front(); f(); } }
};
static void mm1(long n) {
  Sim s; Draws ra(1, n), rs(2, n); Server srv; double sum = 0; long done = 0, made = 0;
  struct Cust { Sim& s; Draws& rs; Server& srv; double& sum; long& done; double t0;
    void go() { srv.request([this] { s.at(rs.exp(1.0), [this] { srv.release(); sum += s.now - t0; done++; delete this; }); }); } };
  std::function<void()> arrive = [&] {
    (new Cust{s, rs, srv, sum, done, s.now})->go();
    if (++made < n) s.at(ra.exp(0.9), [&] { arrive(); });
  };
  Clock c; c.start();
  s.at(ra.exp(0.9), [&] { arrive(); }); s.run();
  report(E, "mm1", done, c, sum / done);
}

static void pingpong(long trips) {
  Sim s; const double lat = 1e-3, bw = 1e9; long got = 0, total = 2 * trips;
  struct Msg { int bytes; long id; };
  struct Link { Sim& s; double lat, bw, freeAt = 0;
    void send(std::unique_ptr<Msg> m, std::function<void(std::unique_ptr<Msg>)>& rx) {
      double st = std::max(s.now, freeAt); freeAt = st + m->bytes * 8 / bw;
      Msg* p = m.release();
      s.at(freeAt + lat - s.now, [p, &rx] { rx(std::unique_ptr<Msg>(p)); });
    } };
  Link ab{s, lat, bw}, ba{s, lat, bw};
  std::function<void(std::unique_ptr<Msg>)> rxA, rxB;
  rxB = [&](std::unique_ptr<Msg> m) { got++; m.reset(); ba.send(std::make_unique<Msg>(Msg{1000, got}), rxA); };
  rxA = [&](std::unique_ptr<Msg> m) { got++; m.reset(); if (got < total) ab.send(std::make_unique<Msg>(Msg{1000, got}), rxB); };
  Clock c; c.start();
  ab.send(std::make_unique<Msg>(Msg{1000, 0}), rxB); s.run();
  report(E, "pingpong", got, c, s.now);
}

static void procs(long n, int wakes) {
  Draws r(1, n * wakes);
  double base = procKb("VmRSS:");
  Sim s; long done = 0;
  struct P { Sim& s; Draws& r; long& done; int left; void step() { done++; if (--left > 0) s.at(r.exp(), [this] { step(); }); else delete this; } };
  Clock c; c.start();
  for (long i = 0; i < n; i++) { auto* p = new P{s, r, done, wakes}; s.at(r.exp(), [p] { p->step(); }); }
  s.run();
  report(E, "procs", done, c, s.now, (procKb("VmHWM:") - base) * 1024 / n);
}

int main(int argc, char** argv) {
  std::string w = argc > 1 ? argv[1] : "hold"; long a = argc > 2 ? atol(argv[2]) : 100, b = argc > 3 ? atol(argv[3]) : 5000000;
  if (w == "hold") hold(a, b); else if (w == "mm1") mm1(a); else if (w == "pingpong") pingpong(a); else if (w == "procs") procs(a, 20);
}
