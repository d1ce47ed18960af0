// Flows over a star of 100 hosts, the world of bench/workloads/star-flows.ts: 1 Gbit/s up and down, no latency, random
// pairs, 1 to 100 MB; all at once, or at a rate per second. Only the routes that are used are there.
#pragma once
#include <set>
#include <simgrid/s4u.hpp>
#include <vector>
#include "common.hpp"

inline void starFlows(simgrid::s4u::Engine& e, const char* engine, long n, double rate, Clock& clock) {
  namespace sg4 = simgrid::s4u;
  const int hosts = 100;
  auto* zone = sg4::create_full_zone("star");
  std::vector<sg4::Host*> host; std::vector<sg4::Link*> up, down;
  for (int i = 0; i < hosts; i++) {
    auto id = std::to_string(i);
    host.push_back(zone->create_host("h" + id, 1e9)->seal());
    up.push_back(zone->create_link("up" + id, 125e6)->seal());
    down.push_back(zone->create_link("down" + id, 125e6)->seal());
  }
  struct Flow { int from, to; double bytes, start; };
  std::vector<Flow> flows; std::set<std::pair<int, int>> routed;
  Draws random(5), gaps(6, n); double time = 0;
  for (long i = 0; i < n; i++) {
    int from = int(hosts * random.u01()), to = int((hosts - 1) * random.u01());
    if (to >= from) to++;
    double bytes = 1e6 * (1 + int(100 * random.u01()));
    if (rate > 0) time += gaps.exp(rate);
    flows.push_back({from, to, bytes, time});
    if (!routed.insert({from, to}).second) continue;
    zone->add_route(host[from]->get_netpoint(), host[to]->get_netpoint(), nullptr, nullptr,
                    {sg4::LinkInRoute(up[from]), sg4::LinkInRoute(down[to])}, false);
  }
  zone->seal();
  clock.start();
  for (long i = 0; i < n; i++)
    sg4::Actor::create("f", host[flows[i].from], [&flows, &host, i] {
      auto const& f = flows[i];
      if (f.start > 0) sg4::this_actor::sleep_until(f.start);
      sg4::Comm::sendto(host[f.from], host[f.to], f.bytes);
    });
  e.run();
  report(engine, "flows", n, clock, sg4::Engine::get_clock());
}
