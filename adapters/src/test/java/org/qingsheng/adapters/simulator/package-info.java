/** Tests of the simulated channel. Does not live here: scenarios, which need the whole bot. */
@NullMarked
package org.qingsheng.adapters.simulator;

import org.jspecify.annotations.NullMarked;
