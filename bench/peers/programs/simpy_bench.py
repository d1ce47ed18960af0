"""SimPy benchmark (works with SimPy 3.0.11 and 4.x). usage: simpy_bench.py <work> <n> [m]

The random numbers are drawn beforehand, outside the time measured: mulberry32 as in the other programs, so that the
results agree, in Python arithmetic, which would otherwise be most of the work."""
import array, json, math, resource, sys, time
import simpy
VER = "4.1.2" if hasattr(simpy.Process, "name") else "3.0.11"   # __version__ needs an installed dist
E = "simpy %s (%s)" % (VER, "pypy 7.3.11" if hasattr(sys, "pypy_version_info") else "cpython %d.%d" % sys.version_info[:2])

def mulberry(seed):
    s = seed
    while True:
        s = (s + 0x6D2B79F5) & 0xFFFFFFFF; t = s
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296.0
def draws(seed, n, rate):
    g = mulberry(seed); return iter(array.array("d", (-math.log(1 - next(g)) / rate for _ in range(n))))
def kb(k):
    for l in open("/proc/self/status"):
        if l.startswith(k): return int(l.split()[1])
class Clock:
    def start(self): self.u = resource.getrusage(resource.RUSAGE_SELF).ru_utime; self.w = time.monotonic()
    def report(self, work, ops, check, bpp=None):
        u = resource.getrusage(resource.RUSAGE_SELF).ru_utime - self.u
        o = dict(engine=E, work=work, ops=ops, user_s=round(u, 4), wall_s=round(time.monotonic() - self.w, 4), peak_mb=round(kb("VmHWM") / 1024, 1), check=check)
        if bpp is not None: o["bytes_per_proc"] = round(bpp)
        print(json.dumps(o))

work, n = sys.argv[1], int(sys.argv[2]); m = int(sys.argv[3]) if len(sys.argv) > 3 else 0
env, clk = simpy.Environment(), Clock()

if work == "hold":
    exp = draws(1, n + m, 1.0).__next__
    def holder(env):
        while True: yield env.timeout(exp())
    for _ in range(n): env.process(holder(env))
    for _ in range(n): env.step()            # process the Initialize events: every holder now has one pending timeout
    clk.start(); step = env.step
    for _ in range(m): step()
    clk.report("hold %d" % n, m, env.now)
elif work == "mm1":
    ia, sv = draws(1, n, 0.9), draws(2, n, 1.0); srv = simpy.Resource(env, 1); tot = 0.0; done = 0
    def customer(env):
        global tot, done
        t0 = env.now
        with srv.request() as req:
            yield req
            yield env.timeout(next(sv))
        tot += env.now - t0; done += 1
    def source(env):
        for d in ia:
            yield env.timeout(d)
            env.process(customer(env))
    clk.start(); env.process(source(env)); env.run(); clk.report("mm1", done, tot / done)
elif work == "pingpong":
    got = 0
    class Link:
        def __init__(self, env, out): self.env, self.out, self.wire = env, out, simpy.Resource(env, 1)
        def send(self, msg): self.env.process(self._xmit(msg))
        def _xmit(self, msg):
            with self.wire.request() as r:
                yield r
                yield self.env.timeout(msg["bytes"] * 8 / 1e9)
            yield self.env.timeout(1e-3)
            self.out.put(msg)
    qa, qb = simpy.Store(env), simpy.Store(env); ab, ba = Link(env, qb), Link(env, qa)
    def a(env):
        global got
        for i in range(n):
            ab.send(dict(bytes=1000, id=i)); yield qa.get(); got += 1
    def b(env):
        global got
        for i in range(n):
            yield qb.get(); got += 1; ba.send(dict(bytes=1000, id=i))
    clk.start(); env.process(a(env)); env.process(b(env)); env.run(); clk.report("pingpong", got, env.now)
elif work == "procs":
    done = 0; exp = draws(1, 20 * n, 1.0).__next__; base = kb("VmRSS")
    def looper(env):
        global done
        for _ in range(20):
            yield env.timeout(exp()); done += 1
    clk.start()
    for _ in range(n): env.process(looper(env))
    env.run(); clk.report("procs", done, env.now, (kb("VmHWM") - base) * 1024 / n)
