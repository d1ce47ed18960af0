// ns-3: hold and M/M/1 (Simulator::Schedule), ping-pong of raw frames on a point-to-point link (device level, no
// sockets), packets through a chain of such links, timers. usage: ns3 <hold|mm1|pingpong|chain|procs> <n> [m] [SchedulerType]
#include <deque>
#include "common.hpp"
#include "ns3/core-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
using namespace ns3;

static std::string E = "ns-3 3.37";
static Time S(double x) { return Seconds(x); }

static Draws g(1); static long left_;
static void holdFn() { if (--left_ <= 0) Simulator::Stop(); Simulator::Schedule(S(g.exp()), &holdFn); }
static void hold(long n, long ev) {
  g.draw(n + ev + 1); left_ = ev; for (long i = 0; i < n; i++) Simulator::Schedule(S(g.exp()), &holdFn);
  Clock c; c.start(); Simulator::Run(); report(E.c_str(), "hold " + std::to_string(n), ev, c, Simulator::Now().GetSeconds());
}

struct Mm1 {
  Draws ra{1}, rs{2}; std::deque<double> q; bool busy = false; long n, made = 0, done = 0; double sum = 0;
  void Start(double t0) { Simulator::Schedule(S(rs.exp()), &Mm1::Finish, this, t0); }
  void Finish(double t0) { if (q.empty()) busy = false; else { double t = q.front(); q.pop_front(); Start(t); } sum += Simulator::Now().GetSeconds() - t0; done++; }
  void Arrive() {
    double now = Simulator::Now().GetSeconds();
    if (busy) q.push_back(now); else { busy = true; Start(now); }
    if (++made < n) Simulator::Schedule(S(ra.exp(0.9)), &Mm1::Arrive, this);
  }
};
static void mm1(long n) {
  Mm1 m; m.n = n; m.ra.draw(n); m.rs.draw(n); Clock c; c.start(); Simulator::Schedule(S(m.ra.exp(0.9)), &Mm1::Arrive, &m); Simulator::Run();
  report(E.c_str(), "mm1", m.done, c, m.sum / m.done);
}

struct Proc { int left; };
static long wakes_;
static void step(Proc* p) { wakes_++; if (--p->left > 0) Simulator::Schedule(S(g.exp()), &step, p); }
static void procs(long n, int k) {
  // In the usual nanoseconds 100 000 processes meet some 200 times: the next draws then go to other processes than with
  // the doubles of the other engines, and the last of them ends elsewhere. The longest time in femtoseconds is 9223 s.
  Time::SetResolution(Time::FS);
  g.draw(n * k); double base = procKb("VmRSS:"); Clock c; c.start(); std::vector<Proc> ps(n);
  for (auto& p : ps) { p.left = k; Simulator::Schedule(S(g.exp()), &step, &p); }
  Simulator::Run(); report(E.c_str(), "procs", wakes_, c, Simulator::Now().GetSeconds(), (procKb("VmHWM:") - base) * 1024 / n);
}

static NetDeviceContainer link(NodeContainer& nodes) {
  nodes.Create(2); PointToPointHelper p; p.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
  p.SetChannelAttribute("Delay", StringValue("1ms")); p.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("1000000p"));
  return p.Install(nodes);
}
static long got_, total_;
static bool rx(Ptr<NetDevice> d, Ptr<const Packet>, uint16_t, const Address& from) {
  if (++got_ < total_) d->Send(Create<Packet>(998), from, 0x0800);  // + 2 bytes PPP = 1000 on the wire
  return true;
}
static void pingpong(long trips) {
  NodeContainer n; auto d = link(n); total_ = 2 * trips;
  for (int i = 0; i < 2; i++) d.Get(i)->SetReceiveCallback(MakeCallback(&rx));
  Clock c; c.start(); Simulator::Schedule(S(0), [&] { d.Get(0)->Send(Create<Packet>(998), d.Get(1)->GetAddress(), 0x0800); });
  Simulator::Run(); report(E.c_str(), "pingpong", got_, c, Simulator::Now().GetSeconds());
}

// Three hops with drop-tail queues: packets of 1000 bytes on the wire at exponential gaps, forwarded from device to device
// without an IP stack. The last hop is overloaded, so that every eighth packet is dropped.
static NetDeviceContainer hops_[3];
static Draws gaps_(1);
static long toSend_;
static bool forward(Ptr<NetDevice> d, Ptr<const Packet> p, uint16_t, const Address&) {
  int hop = d->GetNode()->GetId();  // node i receives from hop i - 1 and sends on hop i
  hops_[hop].Get(0)->Send(p->Copy(), hops_[hop].Get(1)->GetAddress(), 0x0800);
  return true;
}
static bool sink(Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&) { got_++; return true; }
static void sendNext() {
  hops_[0].Get(0)->Send(Create<Packet>(998), hops_[0].Get(1)->GetAddress(), 0x0800);
  if (--toSend_ > 0) Simulator::Schedule(S(gaps_.exp(1 / 11e-6)), &sendNext);
}
static void chain(long n) {
  NodeContainer nodes; nodes.Create(4);
  const char* rates[] = {"1Gbps", "800Mbps", "640Mbps"};
  for (int i = 0; i < 3; i++) {
    PointToPointHelper p; p.SetDeviceAttribute("DataRate", StringValue(rates[i])); p.SetChannelAttribute("Delay", StringValue("1ms"));
    p.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100p"));
    hops_[i] = p.Install(nodes.Get(i), nodes.Get(i + 1));
    if (i < 2) hops_[i].Get(1)->SetReceiveCallback(MakeCallback(&forward)); else hops_[i].Get(1)->SetReceiveCallback(MakeCallback(&sink));
  }
  gaps_.draw(n); toSend_ = n; Clock c; c.start(); Simulator::Schedule(S(gaps_.exp(1 / 11e-6)), &sendNext); Simulator::Run();
  report(E.c_str(), "chain", n, c, got_);
}
int main(int argc, char** argv) {
  std::string w = argv[1]; long a = atol(argv[2]), b = argc > 3 ? atol(argv[3]) : 0;
  if (argc > 4) { ObjectFactory f(std::string("ns3::") + argv[4]); Simulator::SetScheduler(f); E += std::string(" ") + argv[4]; }
  if (w == "hold") hold(a, b); else if (w == "mm1") mm1(a); else if (w == "procs") procs(a, 20);
  else if (w == "pingpong") pingpong(a); else if (w == "chain") chain(a);
  Simulator::Destroy();
}
