"""The stream from which everything that is not documented is drawn: SplitMix64, as in src/generate/random.rs."""

MASK = (1 << 64) - 1


class Stream:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return (self.next() * bound) >> 64

    def pick(self, items):
        return items[self.below(len(items))]

    def sample(self, items, count):
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def shuffle(self, items):
        return self.sample(items, len(items))
