// Hand-tuned C++: 4-ary implicit heap of plain 32-byte structs {time, seq, fn pointer, arg}.
#include <vector>
#include "common.hpp"

struct Ev { double t; uint64_t seq; void (*fn)(void*); void* arg; };
struct Sim {
  double now = 0; uint64_t seq = 0; bool stop = false;
  std::vector<Ev> h;
  static bool lt(const Ev& a, const Ev& b) { return a.t < b.t || (a.t == b.t && a.seq < b.seq); }
  void at(double dt, void (*fn)(void*), void* arg) {
    Ev e{now + dt, seq++, fn, arg};
    size_t i = h.size(); h.push_back(e);
    while (i) { size_t p = (i - 1) >> 2; if (!lt(e, h[p])) break; h[i] = h[p]; i = p; }
    h[i] = e;
  }
  void run() {
    while (!h.empty() && !stop) {
      Ev top = h[0], e = h.back(); h.pop_back();
      size_t n = h.size(), i = 0;
      if (n) {
        for (;;) {
          size_t c = 4 * i + 1; if (c >= n) break;
          size_t end = c + 4 < n ? c + 4 : n, m = c;
          for (size_t k = c + 1; k < end; k++) if (lt(h[k], h[m])) m = k;
          if (!lt(h[m], e)) break;
          h[i] = h[m]; i = m;
        }
        h[i] = e;
      }
      now = top.t; top.fn(top.arg);
    }
  }
};
static const char* E = "c++ 4-ary heap";

struct Hold { Sim s; Draws r; long left; };
static void holdFn(void* p) { auto* H = (Hold*)p; if (--H->left <= 0) H->s.stop = true; H->s.at(H->r.exp(), holdFn, p); }
static void hold(long n, long events) {
  Hold H{{}, Draws(1, n + events + 1), events};
  for (long i = 0; i < n; i++) H.s.at(H.r.exp(), holdFn, &H);
  Clock c; c.start(); H.s.run();
  report(E, "hold " + std::to_string(n), events, c, H.s.now);
}

struct Mm1; struct Cust { Mm1* m; Cust* next; double t0; };
struct Mm1 {
  Sim s; Draws ra{1}, rs{2}; Cust *head = nullptr, *tail = nullptr, *pool = nullptr; bool busy = false; long n, made = 0, done = 0; double sum = 0;
  void start(Cust* c) { s.at(rs.exp(), [](void* p) { auto* c = (Cust*)p; c->m->finish(c); }, c); }
  void finish(Cust* c) {
    if (head) { Cust* k = head; head = k->next; start(k); } else busy = false;
    sum += s.now - c->t0; done++; c->next = pool; pool = c;
  }
  void arrive() {
    Cust* c = pool; if (c) pool = c->next; else c = new Cust;
    *c = {this, nullptr, s.now};
    if (busy) { if (head) tail->next = c; else head = c; tail = c; } else { busy = true; start(c); }
    if (++made < n) s.at(ra.exp(0.9), [](void* p) { ((Mm1*)p)->arrive(); }, this);
  }
};
static void mm1(long n) {
  Mm1 m; m.n = n; m.ra.draw(n); m.rs.draw(n); Clock c; c.start();
  m.s.at(m.ra.exp(0.9), [](void* p) { ((Mm1*)p)->arrive(); }, &m); m.s.run();
  report(E, "mm1", m.done, c, m.sum / m.done);
}

struct Msg { struct Node* to; int bytes; long id; };
struct Node { Sim* s; Node* peer; double freeAt = 0; long* got; long total;
  void send() {
    auto* m = new Msg{peer, 1000, *got};
    double st = s->now > freeAt ? s->now : freeAt; freeAt = st + m->bytes * 8 / 1e9;
    s->at(freeAt + 1e-3 - s->now, [](void* p) { auto* m = (Msg*)p; Node* n = m->to; delete m; if (++*n->got < n->total) n->send(); }, m);
  } };
static void pingpong(long trips) {
  Sim s; long got = 0; Node a{&s, nullptr, 0, &got, 2 * trips}, b{&s, &a, 0, &got, 2 * trips}; a.peer = &b;
  Clock c; c.start(); a.send(); s.run();
  report(E, "pingpong", got, c, s.now);
}

struct P { Sim* s; Draws* r; long* done; int left; };
static void step(void* p) { auto* q = (P*)p; ++*q->done; if (--q->left > 0) q->s->at(q->r->exp(), step, q); }
static void procs(long n, int wakes) {
  Draws r(1, n * wakes);
  double base = procKb("VmRSS:");
  Sim s; long done = 0; Clock c; c.start();
  std::vector<P> ps(n);
  for (long i = 0; i < n; i++) { ps[i] = {&s, &r, &done, wakes}; s.at(r.exp(), step, &ps[i]); }
  s.run();
  report(E, "procs", done, c, s.now, (procKb("VmHWM:") - base) * 1024 / n);
}

int main(int argc, char** argv) {
  std::string w = argc > 1 ? argv[1] : "hold"; long a = argc > 2 ? atol(argv[2]) : 100, b = argc > 3 ? atol(argv[3]) : 5000000;
  if (w == "hold") hold(a, b); else if (w == "mm1") mm1(a); else if (w == "pingpong") pingpong(a); else if (w == "procs") procs(a, 20);
}
